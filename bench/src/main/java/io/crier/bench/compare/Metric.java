package io.crier.bench.compare;

import tools.jackson.databind.JsonNode;

/** A figure that is taken from a result. */
enum Metric {
    DELIVERIES("deliveries per CPU second", "/server/deliveriesPerCpuSecond", true),
    DELIVERED("deliveries per second", "/deliveriesPerSecond", true),
    PUBLISHES("publishes per CPU second", "/server/publishesPerCpuSecond", true),
    P50("p50, µs", "/latency/p50", false),
    P99("p99, µs", "/latency/p99", false),
    P999("p99.9, µs", "/latency/p999", false),
    LATENCY_MAX("max, µs", "/latency/max", false),
    PER_CONNECTION("bytes per connection", "/residentBytesPerConnection", false),
    PER_SUBSCRIPTION("bytes per subscription", "/residentBytesPerSubscription", false),
    RESIDENT("resident, MiB", "/residentBytes", false, 1 << 20),
    LOADED_RESIDENT("resident, MiB", "/server/residentBytes", false, 1 << 20),
    RESIDENT_RISE("most memory above empty, MiB", "/server/residentBytesMax", false, 1 << 20) {
        @Override
        double of(JsonNode figures) {
            return super.of(figures) - number(figures, "/server/residentBytesBefore") / (1 << 20);
        }
    },
    P99_BEFORE("p99 of the others before, µs", "/latencyBefore/p99", false),
    P99_DURING("p99 of the others meanwhile, µs", "/latencyDuring/p99", false),
    P99_MOVE("p99 meanwhile / before", "/latencyDuring/p99", false) {
        @Override
        double of(JsonNode figures) {
            return super.of(figures) / number(figures, "/latencyBefore/p99");
        }

        @Override
        int decimals() {
            return 2;
        }
    },
    FIRST_PONG("first PONG, ms", "/firstPongMillis", false);

    private final String label;
    private final String pointer;
    private final boolean moreIsBetter;
    private final int unit;

    Metric(String label, String pointer, boolean moreIsBetter) {
        this(label, pointer, moreIsBetter, 1);
    }

    Metric(String label, String pointer, boolean moreIsBetter, int unit) {
        this.label = label;
        this.pointer = pointer;
        this.moreIsBetter = moreIsBetter;
        this.unit = unit;
    }

    /** What it is and its unit. */
    String label() {
        return label;
    }

    boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** How many digits after the point are shown. */
    int decimals() {
        return unit == 1 ? 0 : 1;
    }

    /** The figure in what a run said, or NaN when it is not there. */
    double of(JsonNode figures) {
        return number(figures, pointer) / unit;
    }

    private static double number(JsonNode figures, String pointer) {
        return figures.at(pointer).asDouble(Double.NaN);
    }
}
