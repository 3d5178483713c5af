package io.crier.server.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A kind of value that is a list of rules: one to a line of a file, and lines add up. */
interface RuleType<T, R> extends ValueType<T> {
    List<R> rules(T value);

    /** One rule as CONFIG GET shows it. */
    String shown(R rule);

    /** One rule as a line of a file, its words quoted where they have to be. */
    String line(R rule);

    @Override
    default String print(T value) {
        return rules(value).stream().map(this::shown).collect(Collectors.joining(" "));
    }

    @Override
    default List<String> lines(T value) {
        return rules(value).isEmpty()
                ? List.of("\"\"")
                : rules(value).stream().map(this::line).toList();
    }

    @Override
    default boolean manyWords() {
        return true;
    }

    @Override
    default boolean linesAddUp() {
        return true;
    }
}
