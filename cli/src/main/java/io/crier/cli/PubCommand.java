package io.crier.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code crier pub}: publishes the lines that a person types or a pipe brings. */
final class PubCommand implements Command {
    /** Published as it is, without the name; ends this command and every {@code crier sub}. */
    static final byte[] EXIT = "exit".getBytes(StandardCharsets.UTF_8);

    /** Some seconds longer than a server needs to restart. */
    private static final int ATTEMPTS = 12;

    private final Backoff backoff;

    PubCommand(Backoff backoff) {
        this.backoff = backoff;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("pub");
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .description(
                        "Publishes each line of the input to CHANNEL as 'NAME: line'.",
                        "The line 'exit' is published as it is and ends the program.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .required(true)
                        .paramLabel("NAME")
                        .type(String.class)
                        .description("Who writes: 1 to 64 characters.")
                        .build());
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("1")
                        .arity("1")
                        .required(true)
                        .paramLabel("CHANNEL")
                        .type(String.class)
                        .description("Where to publish.")
                        .build());
        spec.addOption(
                OptionSpec.builder("--verbose")
                        .description(
                                "Tell to how many subscribers each line went, as on a terminal.")
                        .build());
        ServerOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Stdio stdio) {
        String name = Name.person(arguments.matchedPositionalValue(0, ""));
        String channel = Command.channel(arguments.matchedPositionalValue(1, ""));
        Connector connector = new Connector(ServerOptions.address(arguments, stdio.environment()));
        try (Publisher publisher = new Publisher(connector, backoff);
                Lines lines =
                        stdio.isInteractive()
                                ? new Prompt(name + "> ", false)
                                : new PipedLines(stdio.in())) {
            boolean verbose = stdio.isInteractive() || arguments.hasMatchedOption("--verbose");
            new Publishing(name, channel, publisher, stdio, verbose).all(lines);
        }
        if (stdio.isInteractive()) {
            stdio.print("goodbye");
        }
        return 0;
    }

    private record Publishing(
            String name, String channel, Publisher publisher, Stdio stdio, boolean verbose) {

        void all(Lines lines) {
            byte[] line = lines.next();
            for (long number = 1; line != null; number++) {
                boolean nothing = line.length == 0 && stdio.isInteractive();
                if (!nothing) {
                    one(line, number);
                }
                line = Arrays.equals(line, EXIT) ? null : lines.next();
            }
        }

        private void one(byte[] line, long number) {
            long receivers;
            try {
                receivers =
                        publisher.publish(
                                channel.getBytes(StandardCharsets.UTF_8),
                                Arrays.equals(line, EXIT) ? line : signed(line),
                                ATTEMPTS,
                                stdio::tell);
            } catch (Failure e) {
                throw Failure.failed("line " + number + " was not published: " + e.getMessage());
            }
            if (verbose) {
                stdio.print(
                        "sent to " + receivers + (receivers == 1 ? " subscriber" : " subscribers"));
            }
        }

        private byte[] signed(byte[] line) {
            byte[] signature = (name + ": ").getBytes(StandardCharsets.UTF_8);
            byte[] message = Arrays.copyOf(signature, signature.length + line.length);
            System.arraycopy(line, 0, message, signature.length, line.length);
            return message;
        }
    }
}
