package io.crier.bench.compare;

import java.util.List;

/**
 * What takes its turn in each round of a scenario: a server, and how the load differs there.
 *
 * @param variant what is different, in a word or two; empty when all lanes differ by their server
 * @param arguments of {@code crier bench}, after the scenario's own
 * @param settings of the server, after the scenario's own; lanes whose settings differ need servers
 *     of their own, so their scenario is not a steady one
 */
record Lane(Contender contender, String variant, List<String> arguments, List<String> settings) {
    Lane {
        arguments = List.copyOf(arguments);
        settings = List.copyOf(settings);
    }

    Lane(Contender contender, String variant, List<String> arguments) {
        this(contender, variant, arguments, List.of());
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
