package io.crier.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a target says when something does not hold: a fuzzer reports what is thrown. */
public final class Expect {
    private Expect() {}

    /** That both are equal. */
    public static void same(@Nullable Object expected, @Nullable Object got, String what) {
        if (!Objects.equals(expected, got)) {
            throw new AssertionError(what + "\n  expected: " + expected + "\n  got:      " + got);
        }
    }

    /** That it holds. */
    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
