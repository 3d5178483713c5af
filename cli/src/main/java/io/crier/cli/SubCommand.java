package io.crier.cli;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code crier sub}: prints the messages of channels and patterns. */
final class SubCommand implements Command {
    private final Backoff backoff;

    SubCommand(Backoff backoff) {
        this.backoff = backoff;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("sub");
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .description(
                        "Prints the messages of every CHANNEL and of the channels that match a"
                                + " PATTERN, until the message 'exit' arrives.",
                        "With more than one, each message follows its [channel].");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .paramLabel("CHANNEL")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("Which channels to listen to.")
                        .build());
        spec.addOption(
                OptionSpec.builder("--pattern")
                        .paramLabel("PATTERN")
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("Channels to listen to as a glob: news.*; may be repeated.")
                        .build());
        ServerOptions.addTo(spec);
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Stdio stdio) {
        Set<String> channels = new LinkedHashSet<>(arguments.matchedPositionalValue(0, List.of()));
        Set<String> patterns =
                new LinkedHashSet<>(arguments.matchedOptionValue("--pattern", List.of()));
        channels.forEach(Command::channel);
        patterns.forEach(Command::channel);
        if (channels.isEmpty() && patterns.isEmpty()) {
            throw Failure.usage("a CHANNEL or a --pattern is needed");
        }
        Connector connector = new Connector(ServerOptions.address(arguments, stdio.environment()));
        Printing printing = new Printing(stdio, connector, channels, patterns);
        Subscription subscription =
                new Subscription(
                        connector, backoff, Subscription.HEARTBEAT, channels, patterns, printing);
        printing.ender = subscription::end;
        subscription.run();
        stdio.tell("unsubscribed from " + printing.names);
        return 0;
    }

    private static final class Printing implements Subscription.Listener {
        private final Stdio stdio;
        private final Connector connector;
        private final String names;
        private final boolean many;
        private Runnable ender = () -> {};

        Printing(Stdio stdio, Connector connector, Set<String> channels, Set<String> patterns) {
            List<String> all = new ArrayList<>(channels);
            patterns.forEach(pattern -> all.add("pattern " + pattern));
            this.stdio = stdio;
            this.connector = connector;
            this.names = Printable.text(String.join(", ", all));
            this.many = channels.size() != 1 || !patterns.isEmpty();
        }

        @Override
        public void message(byte[] channel, byte[] message) {
            if (Arrays.equals(message, PubCommand.EXIT)) {
                ender.run();
            } else if (stdio.outIsTerminal()) {
                String text = Printable.text(message);
                stdio.print(many ? "[" + Printable.text(channel) + "] " + text : text);
            } else {
                stdio.print(many ? prefixed(channel, message) : message);
            }
        }

        @Override
        public void subscribed() {
            stdio.tell("subscribed to " + names);
        }

        @Override
        public void lost(String reason) {
            stdio.tell(
                    "lost the connection to "
                            + connector.address()
                            + ": "
                            + reason
                            + "; trying again");
        }

        @Override
        public void regained() {
            stdio.tell(
                    "connected again to "
                            + connector.address()
                            + ", subscribed to "
                            + names
                            + "; what was published meanwhile did not arrive");
        }

        private static byte[] prefixed(byte[] channel, byte[] message) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.write('[');
            line.writeBytes(channel);
            line.write(']');
            line.write(' ');
            line.writeBytes(message);
            return line.toByteArray();
        }
    }
}
