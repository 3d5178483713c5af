package io.crier.bench.compare;

import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a lane.
 *
 * @param against the lane that it is measured against, as a ratio; null when the figure itself
 *     counts
 * @param bound the least that is wanted where more is better, else the most
 * @param moreIsBetter whether the bound is a least
 */
record Target(Metric metric, Lane of, @Nullable Lane against, double bound, boolean moreIsBetter) {
    static Target ratioAtLeast(double bound, Metric metric, Lane of, Lane against) {
        return new Target(metric, of, against, bound, true);
    }

    static Target ratioAtMost(double bound, Metric metric, Lane of, Lane against) {
        return new Target(metric, of, against, bound, false);
    }

    static Target atMost(double bound, Metric metric, Lane of) {
        return new Target(metric, of, null, bound, false);
    }

    boolean isReachedBy(double median) {
        return moreIsBetter ? median >= bound : median <= bound;
    }

    /** The bound as readers see it: {@code ≥ 2.2}. */
    String wanted() {
        String shown = against == null ? Numbers.shown(bound, metric) : Numbers.ratio(bound);
        return (moreIsBetter ? "≥ " : "≤ ") + shown;
    }
}
