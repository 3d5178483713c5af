package io.crier.bench.compare;

import io.crier.bench.compare.Result.Phase;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All results of one scenario and build. */
final class Results {
    static final Results NONE = new Results(List.of());

    private final List<Result> all;

    Results(List<Result> all) {
        this.all = List.copyOf(all);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** A lane's figure per round; of a round that was measured again, the newer one. */
    SortedMap<Integer, Double> figures(Lane lane, Phase phase, Metric metric) {
        SortedMap<Integer, Double> figures = new TreeMap<>();
        for (Result result : all) {
            if (result.lane().equals(lane.name()) && result.phase() == phase) {
                figures.put(
                        result.round(),
                        result.error() == null ? metric.of(result.figures()) : Double.NaN);
            }
        }
        return figures;
    }

    Spread spread(Lane lane, Phase phase, Metric metric) {
        return Spread.of(figures(lane, phase, metric).values());
    }

    Spread ratio(Lane lane, Lane against, Phase phase, Metric metric) {
        return Spread.ofRatios(figures(lane, phase, metric), figures(against, phase, metric));
    }

    /** What the target speaks of: the ratio to the other lane, or the figure itself. */
    Spread measured(Target target) {
        @Nullable Lane against = target.against();
        return against == null
                ? spread(target.of(), Phase.ROUND, target.metric())
                : ratio(target.of(), against, Phase.ROUND, target.metric());
    }

    /** How many rounds, counted from the first, every one of these lanes has been through. */
    int roundsDone(Collection<Lane> lanes) {
        int round = 0;
        while (hasAll(lanes, round + 1)) {
            round++;
        }
        return round;
    }

    private boolean hasAll(Collection<Lane> lanes, int round) {
        return lanes.stream()
                .allMatch(lane ->
                        all.stream()
                                .anyMatch(result ->
                                        result.phase() == Phase.ROUND
                                                && result.round() == round
                                                && result.lane().equals(lane.name())));
    }

    /** The newest result of a lane after the warm-up. */
    Optional<Result> newest(Lane lane) {
        return all.reversed().stream()
                .filter(result ->
                        result.phase() == Phase.ROUND && result.lane().equals(lane.name()))
                .findFirst();
    }

    /** The runs that ended without figures. */
    List<Result> failures() {
        return all.stream().filter(result -> result.error() != null).toList();
    }

    /** The build that all of them are of; empty when there are none. */
    String build() {
        return all.isEmpty() ? "" : all.getLast().build();
    }
}
