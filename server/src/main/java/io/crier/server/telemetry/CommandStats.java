package io.crier.server.telemetry;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How often each command ran and how long it took, by the commands' numbers. Each event loop has
 * one and touches it alone; whoever wants to read asks the loops for copies and adds them up.
 */
public final class CommandStats {
    private static final long LATENCY_NANOS_MAX = 1_000_000_000L;
    private static final int LATENCY_DIGITS = 2;

    private final long[] calls;
    private final long[] nanos;
    private final long[] rejected;
    private final long[] failed;
    private final @Nullable Histogram[] latencies;

    /**
     * @param commands one more than the highest number
     */
    public CommandStats(int commands) {
        calls = new long[commands];
        nanos = new long[commands];
        rejected = new long[commands];
        failed = new long[commands];
        latencies = new Histogram[commands];
    }

    /** Counts {@code times} runs of a command that took {@code duration} nanoseconds together. */
    public void called(int command, int times, long duration) {
        calls[command] += times;
        nanos[command] += duration;
    }

    /**
     * Notes the latency of each of {@code times} runs; longer than a second is noted as a second.
     */
    public void took(int command, int times, long latencyNanos) {
        Histogram histogram = latencies[command];
        if (histogram == null) {
            histogram = new Histogram(1, LATENCY_NANOS_MAX, LATENCY_DIGITS);
            latencies[command] = histogram;
        }
        histogram.recordValueWithCount(Math.clamp(latencyNanos, 1, LATENCY_NANOS_MAX), times);
    }

    /** A request was refused before it ran. */
    public void rejected(int command) {
        rejected[command]++;
    }

    /** A command ran and answered an error. */
    public void failed(int command) {
        failed[command]++;
    }

    public long calls(int command) {
        return calls[command];
    }

    public long micros(int command) {
        return nanos[command] / 1_000;
    }

    public long rejections(int command) {
        return rejected[command];
    }

    public long failures(int command) {
        return failed[command];
    }

    /** Nanoseconds; null if none were noted. */
    public @Nullable Histogram latency(int command) {
        return latencies[command];
    }

    /** A copy that may leave the loop. */
    public CommandStats copy() {
        CommandStats copy = new CommandStats(calls.length);
        copy.add(this);
        return copy;
    }

    /** Adds what {@code other}, of the same commands, has counted. */
    public void add(CommandStats other) {
        for (int i = 0; i < calls.length; i++) {
            calls[i] += other.calls[i];
            nanos[i] += other.nanos[i];
            rejected[i] += other.rejected[i];
            failed[i] += other.failed[i];
            Histogram more = other.latencies[i];
            if (more != null) {
                Histogram mine = latencies[i];
                if (mine == null) {
                    latencies[i] = more.copy();
                } else {
                    mine.add(more);
                }
            }
        }
    }

    public void reset() {
        for (long[] counts : new long[][] {calls, nanos, rejected, failed}) {
            Arrays.fill(counts, 0);
        }
        Arrays.fill(latencies, null);
    }
}
