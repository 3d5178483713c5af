package io.crier.bench.compare;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** The median of some figures, and how far they lie apart. */
record Spread(double median, double min, double max, int count) {
    /** Of no figures. */
    static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN, 0);

    /** Of figures in any order; those that are NaN do not count. */
    static Spread of(Collection<Double> figures) {
        double[] sorted =
                figures.stream()
                        .mapToDouble(d -> d)
                        .filter(d -> !Double.isNaN(d))
                        .sorted()
                        .toArray();
        if (sorted.length == 0) {
            return NONE;
        }
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /**
     * Of the ratios within each round: what disturbed a whole round disturbs neither. A round that
     * one of the two did not finish does not count.
     */
    static Spread ofRatios(
            SortedMap<Integer, Double> numerators, SortedMap<Integer, Double> denominators) {
        SortedMap<Integer, Double> ratios = new TreeMap<>(numerators);
        ratios.keySet().retainAll(denominators.keySet());
        ratios.replaceAll((round, numerator) -> numerator / denominators.getOrDefault(round, 1.0));
        ratios.values().removeIf(ratio -> !Double.isFinite(ratio));
        return of(ratios.values());
    }

    boolean isEmpty() {
        return count == 0;
    }
}
