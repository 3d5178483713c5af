package io.crier.cli;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code crier chat}: the chat of a mobile game, in a terminal. */
final class ChatCommand implements Command {
    private final Backoff backoff;

    ChatCommand(Backoff backoff) {
        this.backoff = backoff;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("chat");
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .description(
                        "Chats in an alliance and with everybody. Lines go to the alliance;"
                                + " /help tells what else you can type.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .required(true)
                        .paramLabel("NAME")
                        .type(String.class)
                        .description("Who you are: 1 to 64 characters.")
                        .build());
        spec.addOption(
                OptionSpec.builder("--alliance")
                        .paramLabel("ALLIANCE")
                        .type(String.class)
                        .required(true)
                        .description("Your alliance: 1 to 64 characters without blanks and colons.")
                        .build());
        ServerOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Stdio stdio) {
        String name = Name.person(arguments.matchedPositionalValue(0, ""));
        String alliance = Name.alliance(arguments.matchedOptionValue("--alliance", ""));
        Connector connector =
                new Connector(
                        ServerOptions.address(arguments, stdio.environment()), Name.client(name));
        if (!stdio.isInteractive()) {
            try (Lines lines = new PipedLines(stdio.in());
                    Chat chat =
                            new Chat(
                                    name,
                                    alliance,
                                    connector,
                                    backoff,
                                    new PlainChatScreen(stdio))) {
                talk(chat, lines);
            }
            return 0;
        }
        try (Prompt prompt = new Prompt(name + "@" + alliance + "> ", true);
                Chat chat =
                        new Chat(
                                name,
                                alliance,
                                connector,
                                backoff,
                                new TerminalChatScreen(prompt, name, stdio.hasColours()))) {
            talk(chat, prompt);
        }
        stdio.print("goodbye");
        return 0;
    }

    private static void talk(Chat chat, Lines lines) {
        chat.start();
        try {
            byte[] line = lines.next();
            while (line != null && chat.line(new String(line, StandardCharsets.UTF_8))) {
                line = lines.next();
            }
        } catch (Failure e) {
            // A chat that ends on its own interrupts the prompt; its reason is the one to tell.
            chat.check();
            throw e;
        }
        chat.check();
    }
}
