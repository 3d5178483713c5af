package io.crier.cli;

import io.crier.cli.bench.Plan;
import io.crier.cli.bench.Protocol;
import io.crier.cli.bench.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The options of {@code crier bench} and the plan that they make. */
final class BenchOptions {
    static final List<String> FORMATS = List.of("text", "json", "csv");

    private static final String HTTP_PORT_OPTION = "--http-port";
    private static final int HTTP_PORT = 8080;
    private static final int PORT_MAX = 65_535;
    private static final int MEBI = 1 << 20;

    /** Options that only some scenarios have. */
    private record Special(String option, List<String> scenarios) {}

    private static final List<Special> SPECIAL =
            List.of(
                    new Special("--channels", List.of("channels", "chat", "patterns", "idle")),
                    new Special("--patterns", List.of("patterns")),
                    new Special("--global", List.of("chat")),
                    new Special("--connections", List.of("idle", "churn")),
                    new Special("--channels-each", List.of("idle")),
                    new Special("--stalled", List.of("stalled")),
                    new Special("--fed", List.of("stalled")),
                    new Special("--connects", List.of("churn")));

    private final ParseResult arguments;
    private final String scenario;

    /**
     * @throws Failure of usage when an option does not belong to the scenario
     */
    BenchOptions(ParseResult arguments) {
        this.arguments = arguments;
        this.scenario = arguments.matchedPositionalValue(0, "");
        for (Special special : SPECIAL) {
            if (arguments.hasMatchedOption(special.option())
                    && !special.scenarios().contains(scenario)) {
                throw Failure.usage(
                        special.option() + ": only for " + String.join(", ", special.scenarios()));
            }
        }
    }

    static void addTo(CommandSpec spec) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0")
                        .arity("1")
                        .required(true)
                        .paramLabel("SCENARIO")
                        .type(String.class)
                        .description(
                                "fan-out: every subscriber on one channel.",
                                "channels: every subscriber on one of many.",
                                "chat: every subscriber on a global channel and an alliance's.",
                                "patterns: channels, and patterns that match none of them.",
                                "idle: connections that subscribe and do nothing.",
                                "stalled: fan-out, joined by subscribers that never read.",
                                "churn: fan-out, while connections come, subscribe and leave.")
                        .build());
        word(
                spec,
                "--protocol",
                "NAME",
                "resp2, resp3, nats or websocket (default: resp2). With websocket, subscribers come"
                        + " to Crier's --http-port, and publishers over RESP2 to -p.");
        whole(spec, HTTP_PORT_OPTION, "websocket: the server's port for HTTP (default: 8080).");
        whole(spec, "--subscribers", "Connections that check what they get (default: 100).");
        whole(spec, "--publishers", "Connections that publish in turn (default: 1).");
        whole(
                spec,
                "--channels",
                "Different channels (default: 10; chat: 11; channels: as many as subscribers;"
                        + " idle: as --channels-each).");
        whole(spec, "--first-channel", "Its number, for loads beside each other (default: 0).");
        whole(spec, "--patterns", "Patterns that match nothing (default: 1000).");
        whole(
                spec,
                "--size",
                "Bytes of a payload, at least 16, for websocket 32 (default: 64;"
                        + " stalled: 16384).");
        whole(spec, "--window", "Publishes in flight (default: 64), unless there is a rate.");
        real(
                spec,
                "--rate",
                "Publishes per second in all, whatever the server does; latency counts from"
                        + " when each was due (default: as the window allows; stalled: 500).");
        real(spec, "--seconds", "How long to measure (default: 5).");
        real(spec, "--warmup", "Seconds of the same load before (default: 2).");
        real(spec, "--global", "chat: part of the publishes to everybody (default: 0.1).");
        whole(
                spec,
                "--connections",
                "idle: how many (default: 1000). churn: how many at a time (default: 16).");
        whole(spec, "--channels-each", "idle: channels of each connection (default: 1).");
        whole(spec, "--stalled", "stalled: subscribers that never read (default: 100).");
        word(spec, "--fed", "BYTES", "stalled: payload that they get, as 64mb (default: 24mb).");
        real(spec, "--connects", "churn: per second in all (default: as the server allows).");
        spec.addOption(
                OptionSpec.builder("--server-pid")
                        .paramLabel("PID")
                        .type(Long.class)
                        .description(
                                "The server's process on this machine (default: what INFO tells).")
                        .build());
        spec.addOption(
                OptionSpec.builder("--quiet").description("Tell nothing while it runs.").build());
        word(spec, "--format", "FORMAT", "text, json or csv (default: text).");
    }

    /**
     * What the arguments tell to do.
     *
     * @throws Failure of usage when they make no sense
     */
    Plan plan() {
        try {
            Protocol protocol = protocol();
            Scenario what = scenario();
            int subscribers = whole("--subscribers", 100);
            boolean isStalled = scenario.equals("stalled");
            boolean isPatterns = scenario.equals("patterns");
            return new Plan(
                    what,
                    protocol,
                    what instanceof Scenario.Idle idle ? idle.connections() : subscribers,
                    whole("--publishers", 1),
                    whole("--channels", channels(subscribers)),
                    whole("--first-channel", 0),
                    whole("--patterns", isPatterns ? 1_000 : 0),
                    whole("--size", isStalled ? 16_384 : 64),
                    whole("--window", 64),
                    real("--rate", isStalled && !has("--window") ? 500 : 0),
                    real("--seconds", 5),
                    real("--warmup", 2));
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** One of {@link #FORMATS}. */
    String format() {
        String format = arguments.matchedOptionValue("--format", FORMATS.getFirst());
        if (!FORMATS.contains(format)) {
            throw Failure.usage("--format: text, json or csv is allowed, got " + format);
        }
        return format;
    }

    boolean has(String option) {
        return arguments.hasMatchedOption(option);
    }

    /**
     * Where the server listens for HTTP.
     *
     * @throws Failure of usage when it is no port
     */
    int httpPort() {
        int port = whole(HTTP_PORT_OPTION, HTTP_PORT);
        if (port < 1 || port > PORT_MAX) {
            throw Failure.usage(
                    HTTP_PORT_OPTION + ": 1 to " + PORT_MAX + " is allowed, got " + port);
        }
        return port;
    }

    private Protocol protocol() {
        String word = arguments.matchedOptionValue("--protocol", Protocol.RESP2.word());
        if (has(HTTP_PORT_OPTION) && !word.equals(Protocol.WEBSOCKET.word())) {
            throw Failure.usage(HTTP_PORT_OPTION + ": only for --protocol websocket");
        }
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Failure.usage(
                                "--protocol: resp2, resp3, nats or websocket is allowed, got "
                                        + word));
    }

    private Scenario scenario() {
        return switch (scenario) {
            case "fan-out" -> new Scenario.FanOut();
            case "channels" -> new Scenario.Channels();
            case "chat" -> new Scenario.Chat(real("--global", 0.1));
            case "patterns" -> new Scenario.Patterns();
            case "idle" ->
                    new Scenario.Idle(whole("--connections", 1_000), whole("--channels-each", 1));
            case "stalled" -> new Scenario.Stalled(whole("--stalled", 100), fed());
            case "churn" -> new Scenario.Churn(whole("--connections", 16), real("--connects", 0));
            default ->
                    throw Failure.usage(
                            "SCENARIO: fan-out, channels, chat, patterns, idle, stalled or churn"
                                    + " is allowed, got "
                                    + Printable.text(scenario));
        };
    }

    private int channels(int subscribers) {
        return switch (scenario) {
            case "channels" -> subscribers;
            case "chat" -> Math.min(11, subscribers + 1);
            case "patterns" -> Math.min(10, subscribers);
            case "idle" -> whole("--channels-each", 1);
            default -> 1;
        };
    }

    private long fed() {
        String text = arguments.matchedOptionValue("--fed", "24mb").toLowerCase(Locale.ROOT);
        String digits = text.replaceFirst("(kb|mb|gb|k|m|g)$", "");
        long unit =
                switch (text.substring(digits.length()).replace("b", "")) {
                    case "k" -> 1 << 10;
                    case "m" -> MEBI;
                    case "g" -> 1 << 30;
                    default -> 1;
                };
        try {
            return Math.multiplyExact(Long.parseLong(digits), unit);
        } catch (NumberFormatException | ArithmeticException e) {
            throw Failure.usage("--fed: bytes as 1000, 64kb, 64mb or 1gb are allowed, got " + text);
        }
    }

    private int whole(String option, int otherwise) {
        return arguments.matchedOptionValue(option, otherwise);
    }

    private double real(String option, double otherwise) {
        return arguments.matchedOptionValue(option, otherwise);
    }

    private static void whole(CommandSpec spec, String name, String description) {
        option(spec, name, "N", Integer.class, description);
    }

    private static void real(CommandSpec spec, String name, String description) {
        option(spec, name, "N", Double.class, description);
    }

    private static void word(CommandSpec spec, String name, String label, String description) {
        option(spec, name, label, String.class, description);
    }

    private static void option(
            CommandSpec spec, String name, String label, Class<?> type, String description) {
        spec.addOption(
                OptionSpec.builder(name)
                        .paramLabel(label)
                        .type(type)
                        .description(description)
                        .build());
    }
}
