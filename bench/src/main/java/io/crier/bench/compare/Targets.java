package io.crier.bench.compare;

import java.util.ArrayList;
import java.util.List;

/** What is wanted, and what of it is reached. */
final class Targets {
    /** A target whose scenario was measured. */
    private record Judged(Scenario scenario, Target target, Spread measured) {
        boolean isReached() {
            return target.isReachedBy(measured.median());
        }

        String row() {
            Lane against = target.against();
            return "| %s | %s of %s%s | %s | %s | %s |\n"
                    .formatted(
                            scenario.title(),
                            target.metric().label(),
                            target.of().label(),
                            against == null ? "" : " / " + against.label(),
                            target.wanted(),
                            against == null
                                    ? Numbers.shown(measured, target.metric())
                                    : Numbers.ratio(measured),
                            isReached() ? "yes" : "**no**");
        }
    }

    private final List<Judged> judged = new ArrayList<>();

    Targets(ResultLog log) {
        for (Scenario scenario : Catalogue.all()) {
            Results results = log.of(scenario.name());
            for (Target target : scenario.targets()) {
                Spread measured = results.measured(target);
                if (!measured.isEmpty()) {
                    judged.add(new Judged(scenario, target, measured));
                }
            }
        }
    }

    /** A sentence, or nothing when there is nothing to judge. */
    String summary() {
        long reached = judged.stream().filter(Judged::isReached).count();
        return judged.isEmpty()
                ? ""
                : "Of %d [targets](#targets) that were measured, %d are reached.\n"
                        .formatted(judged.size(), reached);
    }

    String table() {
        if (judged.isEmpty()) {
            return "";
        }
        StringBuilder table =
                new StringBuilder(
                        """

                        ## Targets

                        | | figure | wanted | measured | reached |
                        |---|---|--:|--:|---|
                        """);
        judged.forEach(one -> table.append(one.row()));
        return table.toString();
    }
}
