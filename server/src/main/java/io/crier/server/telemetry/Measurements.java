package io.crier.server.telemetry;

import io.crier.server.threading.Clock;

/** What the node measures of itself beside its counters. */
public record Measurements(
        SlowLog slowLog,
        LatencyEvents latency,
        Rates rates,
        MemoryUse memory,
        HoldTimes holdTimes,
        Headroom headroom) {
    public static Measurements of(Counters counters, Clock clock) {
        return new Measurements(
                new SlowLog(),
                new LatencyEvents(),
                new Rates(counters),
                new MemoryUse(),
                new HoldTimes(clock),
                new Headroom(clock));
    }

    /**
     * Takes the samples that rates and peaks are made of; to be called every {@link
     * Rates#EVERY_MILLIS}.
     */
    public void sample(long nowNanos) {
        rates.sample(nowNanos);
        memory.sample();
    }
}
