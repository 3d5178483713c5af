package io.crier.bench.compare;

import io.crier.bench.compare.Result.Phase;
import java.util.SortedMap;

/** What many minutes of one load did to Crier. */
final class SoakTable {
    private static final double DECAY_MAX = 0.03;

    private SoakTable() {}

    /** A section of the page; empty when it was not measured for at least three minutes. */
    static String text(Results results, String picture) {
        SortedMap<Integer, Double> speeds =
                results.figures(Soak.LANE, Phase.ROUND, Metric.DELIVERIES);
        SortedMap<Integer, Double> memory =
                results.figures(Soak.LANE, Phase.ROUND, Metric.LOADED_RESIDENT);
        if (speeds.size() < 3) {
            return "";
        }
        int last = speeds.lastKey();
        double ratio = figure(speeds, last) / figure(speeds, 2);
        return """

        ## After many minutes

        The same load on one server for %d minutes, a run of the load generator for each. The last minute reached %s times \
        the second one's deliveries per CPU second (wanted: at least %s). Resident memory was %s MiB after the second minute \
        and %s MiB after the last.
        %s\
        """
                .formatted(
                        last,
                        Numbers.ratio(ratio),
                        Numbers.ratio(1 - DECAY_MAX),
                        Numbers.shown(figure(memory, 2), Metric.LOADED_RESIDENT),
                        Numbers.shown(figure(memory, last), Metric.LOADED_RESIDENT),
                        picture);
    }

    private static double figure(SortedMap<Integer, Double> figures, int minute) {
        return figures.getOrDefault(minute, Double.NaN);
    }
}
