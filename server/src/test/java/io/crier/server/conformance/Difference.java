package io.crier.server.conformance;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * What Crier answers on purpose where the real server of this run answers something else.
 *
 * @param key the row of {@code docs/differences.md} that gives the reason
 * @param expected the bytes, after masks, in each dialect
 * @param prefix whether only the beginning of the answer is given
 */
record Difference(String key, Map<Dialect, String> expected, boolean prefix) {

    static Difference because(String key) {
        return new Difference(key, new EnumMap<>(Dialect.class), false);
    }

    Difference plus(Dialect dialect, String bytes, boolean onlyBeginning) {
        var more = new EnumMap<Dialect, String>(Dialect.class);
        more.putAll(expected);
        more.merge(dialect, bytes, String::concat);
        return new Difference(key, more, prefix || onlyBeginning);
    }

    boolean allows(Dialect dialect, String answer) {
        var bytes = in(dialect);
        return prefix ? answer.startsWith(bytes) : answer.equals(bytes);
    }

    String in(Dialect dialect) {
        return Objects.requireNonNull(
                expected.get(dialect), () -> key + " has no answer in " + dialect);
    }
}
