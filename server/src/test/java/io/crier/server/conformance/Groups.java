package io.crier.server.conformance;

import java.util.Objects;
import java.util.regex.MatchResult;

/** Groups of a match, where one that took no part is the empty text. */
final class Groups {

    private Groups() {}

    static String group(MatchResult match, int number) {
        return Objects.requireNonNullElse(match.group(number), "");
    }
}
