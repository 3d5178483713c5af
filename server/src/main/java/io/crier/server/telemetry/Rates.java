package io.crier.server.telemetry;

/**
 * How fast the node's counters rise: the mean over the last samples, which are taken every {@link
 * #EVERY_MILLIS}. Any thread may call.
 */
public final class Rates {
    public static final int EVERY_MILLIS = 100;

    /** Samples that a rate is the mean of. */
    private static final int SAMPLES = 16;

    private final Counters counters;
    private final Rate commands = new Rate();
    private final Rate bytesIn = new Rate();
    private final Rate bytesOut = new Rate();

    public Rates(Counters counters) {
        this.counters = counters;
    }

    private static final class Rate {
        private final double[] perSecond = new double[SAMPLES];
        private long lastValue;
        private long lastNanos;
        private boolean begun;
        private int next;

        void sample(long nanos, long value) {
            // After CONFIG RESETSTAT the counter is lower than before.
            if (begun && nanos > lastNanos && value >= lastValue) {
                perSecond[next] = (value - lastValue) * 1e9 / (nanos - lastNanos);
                next = (next + 1) % SAMPLES;
            }
            begun = true;
            lastValue = value;
            lastNanos = nanos;
        }

        double mean() {
            double sum = 0;
            for (double sample : perSecond) {
                sum += sample;
            }
            return sum / SAMPLES;
        }
    }

    /** Takes a sample. */
    public synchronized void sample(long nowNanos) {
        commands.sample(nowNanos, counters.commands.sum());
        bytesIn.sample(nowNanos, counters.bytesIn.sum());
        bytesOut.sample(nowNanos, counters.bytesOut.sum());
    }

    public synchronized double commandsPerSecond() {
        return commands.mean();
    }

    public synchronized double bytesInPerSecond() {
        return bytesIn.mean();
    }

    public synchronized double bytesOutPerSecond() {
        return bytesOut.mean();
    }
}
