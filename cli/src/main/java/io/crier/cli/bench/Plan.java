package io.crier.cli.bench;

/**
 * What to do to a server.
 *
 * @param subscribers connections that read and check what they get, at least 1
 * @param publishers connections that publish in turn, at least 1
 * @param channels different channels
 * @param firstChannel the number of the first channel, 0 to 1,000,000,000; loads beside each other
 *     need channels of their own
 * @param patterns patterns that match no channel
 * @param size bytes of a payload; its first ones tell time, publisher and sequence
 * @param window publishes in flight, when {@code rate} is 0
 * @param rate publishes per second in all; 0 to publish as fast as the window allows
 * @param seconds how long to measure
 * @param warmup seconds of the same load before
 */
public record Plan(
        Scenario scenario,
        Protocol protocol,
        int subscribers,
        int publishers,
        int channels,
        int firstChannel,
        int patterns,
        int size,
        int window,
        double rate,
        double seconds,
        double warmup) {

    static final int RATE_MAX = 10_000_000;
    private static final int FIRST_CHANNEL_MAX = 1_000_000_000;
    private static final int SIZE_MAX = 64 << 20;
    private static final int PUBLISHERS_MAX = 10_000;
    private static final double SECONDS_MAX = 1_000_000;

    /**
     * @throws IllegalArgumentException which names the option and the rule
     */
    public Plan {
        atLeast("--subscribers", subscribers, 1);
        between("--publishers", publishers, 1, PUBLISHERS_MAX);
        between("--size", size, protocol.sizeMin(), SIZE_MAX);
        atLeast("--window", window, 1);
        atLeast("--patterns", patterns, 0);
        between("--first-channel", firstChannel, 0, FIRST_CHANNEL_MAX);
        between("--rate", rate, 0, RATE_MAX);
        between("--seconds", seconds, 0.01, SECONDS_MAX);
        between("--warmup", warmup, 0, SECONDS_MAX);
        // A publish that reaches nobody would leave a NATS server's load without a bound.
        switch (scenario) {
            case Scenario.Chat _ -> between("--channels", channels, 2, subscribers + 1);
            case Scenario.Idle idle ->
                    between("--channels", channels, idle.channelsEach(), Integer.MAX_VALUE);
            case Scenario.Channels _, Scenario.Patterns _ ->
                    between("--channels", channels, 1, subscribers);
            case Scenario.FanOut _, Scenario.Stalled _, Scenario.Churn _ ->
                    between("--channels", channels, 1, 1);
        }
    }

    static void atLeast(String option, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(
                    option + ": at least " + min + " is allowed, got " + value);
        }
    }

    private static void between(String option, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    option + ": " + min + " to " + max + " is allowed, got " + value);
        }
    }

    private static void between(String option, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "%s: %.12s to %.0f is allowed, got %s".formatted(option, min, max, value));
        }
    }
}
