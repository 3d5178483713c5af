package io.crier.bench.compare;

/**
 * How long and how often.
 *
 * @param rounds how often each lane is measured
 * @param seconds of each measurement
 * @param coldSeconds of the run on a server that was just started
 * @param warmSeconds of the load that makes a server warm before the first round
 * @param warmup seconds of the same load right before each measurement
 * @param settleSeconds how long a server that nobody uses is left alone before its memory is read
 */
record Plan(
        int rounds, int seconds, int coldSeconds, int warmSeconds, int warmup, int settleSeconds) {
    private static final int MAX = 10_000;

    Plan {
        between("--rounds", rounds);
        between("--seconds", seconds);
    }

    /** For figures that mean something. */
    static Plan full(int rounds, int seconds) {
        return new Plan(rounds, seconds, 5, 10, 2, 5);
    }

    /** To see that everything works. */
    static Plan quick(int rounds, int seconds) {
        return new Plan(rounds, seconds, 1, 1, 1, 1);
    }

    private static void between(String option, int value) {
        if (value < 1 || value > MAX) {
            throw Failure.usage("%s: 1 to %,d is allowed, got %d".formatted(option, MAX, value));
        }
    }
}
