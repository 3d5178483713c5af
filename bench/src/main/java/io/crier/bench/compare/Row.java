package io.crier.bench.compare;

import io.crier.bench.compare.Result.Phase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One figure of a scenario, and in one variant of it, for every server that was measured. */
record Row(Scenario scenario, String variant, Metric metric, Results results) {

    /** All rows of a scenario, or none when it was not measured. */
    static List<Row> of(Scenario scenario, Results results) {
        List<Row> rows = new ArrayList<>();
        Set<String> variants = new LinkedHashSet<>();
        scenario.lanes().forEach(lane -> variants.add(lane.variant()));
        for (String variant : variants) {
            for (Metric metric : scenario.metrics()) {
                Row row = new Row(scenario, variant, metric, results);
                if (!row.spread(Contender.CRIER, Phase.ROUND).isEmpty()) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    String title() {
        return variant.isEmpty() || scenario.title().endsWith(variant)
                ? scenario.title()
                : scenario.title() + ": " + variant;
    }

    /** What a server reached; nothing when it does not take part. */
    Spread spread(Contender contender, Phase phase) {
        @Nullable Lane lane = lane(contender);
        return lane == null ? Spread.NONE : results.spread(lane, phase, metric);
    }

    /** Crier's figure divided by another server's, round by round. */
    Spread ratioTo(Contender other, Phase phase) {
        @Nullable Lane crier = lane(Contender.CRIER);
        @Nullable Lane lane = lane(other);
        return crier == null || lane == null
                ? Spread.NONE
                : results.ratio(crier, lane, phase, metric);
    }

    /** A server's figure divided by redis-server's, round by round. */
    Spread toRedis(Contender contender, Phase phase) {
        @Nullable Lane lane = lane(contender);
        @Nullable Lane redis = lane(Contender.REDIS);
        return lane == null || redis == null
                ? Spread.NONE
                : results.ratio(lane, redis, phase, metric);
    }

    /** Whether Crier's median is the worse one of the two. */
    boolean isWorseThan(Contender other, Phase phase) {
        Spread ratio = ratioTo(other, phase);
        return !ratio.isEmpty()
                && (metric.moreIsBetter() ? ratio.median() < 1 : ratio.median() > 1);
    }

    private @Nullable Lane lane(Contender contender) {
        for (Lane lane : scenario.lanes()) {
            if (lane.contender() == contender && lane.variant().equals(variant)) {
                return lane;
            }
        }
        return null;
    }
}
