package io.crier.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The {@code crier} command. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        System.exit(run(Arguments.decoded(args), Stdio.system()));
    }

    /** As {@code main}, but returns the status and uses the given streams. */
    static int run(String[] args, Stdio stdio) {
        if (args.length > 0 && args[0].equals("server")) {
            return ServerProgram.run(List.of(args).subList(1, args.length), stdio);
        }
        // The client library's log is not for the terminal, and finding a logger takes time.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        CommandLine crier = new CommandLine(spec());
        crier.addSubcommand(ServerProgram.spec());
        for (Command command : commands()) {
            crier.addSubcommand(command.spec());
        }
        return crier.setExpandAtFiles(false)
                .setOut(writer(stdio.out()))
                .setErr(writer(stdio.err()))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                stdio.hasColours() ? Ansi.ON : Ansi.OFF))
                .setExecutionStrategy(parsed -> execute(parsed, stdio))
                .setParameterExceptionHandler((e, arguments) -> misused(e, stdio))
                .execute(args);
    }

    private static List<Command> commands() {
        Backoff backoff = Backoff.standard();
        return List.of(
                new PubCommand(backoff),
                new SubCommand(backoff),
                new ChatCommand(backoff),
                new BenchCommand());
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("crier");
        spec.usageMessage()
                .description(
                        "Publish/subscribe with Crier, or any server that speaks Redis Pub/Sub.")
                .footer("", "More about a command: crier COMMAND --help");
        spec.versionProvider(version());
        spec.addOption(
                OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        spec.addOption(
                OptionSpec.builder("--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        return spec;
    }

    private static int execute(ParseResult parsed, Stdio stdio) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        CommandSpec spec = last.commandSpec();
        try {
            if (spec.userObject() instanceof Command command) {
                return command.run(last, stdio);
            }
            throw Failure.usage("a command is needed: server, pub, sub, chat or bench");
        } catch (Failure e) {
            return failed(spec, e.getMessage(), e.status(), stdio);
        }
    }

    private static int misused(ParameterException e, Stdio stdio) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return failed(
                e.getCommandLine().getCommandSpec(), Printable.text(first), Failure.USAGE, stdio);
    }

    private static int failed(CommandSpec spec, @Nullable String line, int status, Stdio stdio) {
        if (line != null) {
            String command = spec.qualifiedName();
            String hint = status == Failure.USAGE ? " (try '" + command + " --help')" : "";
            stdio.tell(command + ": " + line + hint);
        }
        return status;
    }

    private static PrintWriter writer(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    private static IVersionProvider version() {
        return () -> {
            try (InputStream text = Main.class.getResourceAsStream("version.txt")) {
                byte[] version = text == null ? new byte[0] : text.readAllBytes();
                return new String[] {
                    "crier " + new String(version, StandardCharsets.UTF_8).strip()
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
