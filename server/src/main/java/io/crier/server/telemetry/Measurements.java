package io.crier.server.telemetry;

/** What the node measures of itself beside its counters. */
public record Measurements(SlowLog slowLog, LatencyEvents latency, Rates rates, MemoryUse memory) {
    public static Measurements of(Counters counters) {
        return new Measurements(
                new SlowLog(), new LatencyEvents(), new Rates(counters), new MemoryUse());
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
