package io.crier.bench.compare;

import java.util.List;

/**
 * What is measured, by which load, and what is wanted of it.
 *
 * @param name how it is chosen on the command line
 * @param title how readers know it
 * @param load the arguments of {@code crier bench}, the scenario first; empty without a load
 * @param settings of the servers that have Redis' settings, on their command lines
 * @param descriptors how many files a process has to be able to open, at most
 * @param metrics the figures to show, the most important one first
 */
record Scenario(
        String name,
        Section section,
        String title,
        Kind kind,
        List<String> load,
        List<String> settings,
        int descriptors,
        List<Lane> lanes,
        List<Metric> metrics,
        List<Target> targets) {

    /** How its runs follow each other. */
    enum Kind {
        /** The servers stay; a cold run and a warm-up come before the rounds. */
        STEADY,
        /** Every run gets a server of its own, since memory that was used once stays resident. */
        FRESH,
        /**
         * As fresh ones, but warmed first, and neither server nor load is kept to one processor.
         */
        SPREAD,
        /** Every run is the start of a server. */
        START
    }

    Scenario {
        load = List.copyOf(load);
        settings = List.copyOf(settings);
        lanes = List.copyOf(lanes);
        metrics = List.copyOf(metrics);
        targets = List.copyOf(targets);
    }

    Metric mainMetric() {
        return metrics.getFirst();
    }
}
