package io.crier.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long messages took from when their publish was due, in microseconds; null where there was
 * none.
 */
public record Latency(
        @Nullable Double p50,
        @Nullable Double p90,
        @Nullable Double p99,
        @Nullable Double p999,
        @Nullable Double max) {

    static final Latency NONE = new Latency(null, null, null, null, null);

    private static final double NANOS = 1_000;
    private static final double TENTHS = 10;

    static Latency of(Histogram nanos) {
        if (nanos.getTotalCount() == 0) {
            return NONE;
        }
        return new Latency(
                micros(nanos.getValueAtPercentile(50)),
                micros(nanos.getValueAtPercentile(90)),
                micros(nanos.getValueAtPercentile(99)),
                micros(nanos.getValueAtPercentile(99.9)),
                micros(nanos.getMaxValue()));
    }

    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("p50", p50);
        fields.put("p90", p90);
        fields.put("p99", p99);
        fields.put("p999", p999);
        fields.put("max", max);
        return fields;
    }

    private static double micros(long nanos) {
        return Math.round(nanos / NANOS * TENTHS) / TENTHS;
    }
}
