package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** That a client was told that messages were skipped for it, and at which place. */
record MissedNote(int place, Bytes channel, int missed) {
    static final String PREFIX = "__missed__:";

    private static final Pattern TEXT =
            Pattern.compile("\\{\"missed\":([1-9]\\d*),\"channel\":\"([^\"]*)\"}");

    static boolean isToldOn(Bytes channel) {
        return channel.toString().startsWith(PREFIX);
    }

    /** Null if it does not say so. */
    static @Nullable MissedNote of(int place, Bytes payload) {
        Matcher text = TEXT.matcher(payload.toString());
        return text.matches()
                ? new MissedNote(
                        place,
                        Bytes.of(Objects.requireNonNull(text.group(2))),
                        Integer.parseInt(Objects.requireNonNull(text.group(1))))
                : null;
    }
}
