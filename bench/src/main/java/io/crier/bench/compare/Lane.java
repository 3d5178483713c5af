package io.crier.bench.compare;

import java.util.List;

/**
 * What takes its turn in each round of a scenario: a server, and how the load differs there.
 *
 * @param variant what is different, in a word or two; empty when all lanes differ by their server
 * @param arguments of {@code crier bench}, after the scenario's own
 */
record Lane(Contender contender, String variant, List<String> arguments) {
    Lane {
        arguments = List.copyOf(arguments);
    }

    static Lane of(Contender contender) {
        return new Lane(contender, "", List.of());
    }

    /** What tells it apart from the scenario's other lanes. */
    String name() {
        return variant.isEmpty() ? contender.program() : contender.program() + " " + variant;
    }

    /** The same for readers. */
    String label() {
        return variant.isEmpty() ? contender.label() : contender.label() + ", " + variant;
    }
}
