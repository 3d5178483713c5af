package io.crier.server.command;

import org.jspecify.annotations.Nullable;

/** Numbers in requests. */
final class Numbers {
    static final String NOT_WHOLE = "ERR value is not an integer or out of range";

    private Numbers() {}

    /** A whole number; null after answering an error. */
    static @Nullable Long whole(Call call, int word) {
        return whole(call, word, NOT_WHOLE);
    }

    /**
     * A whole number; null after answering {@code error}.
     *
     * @param error for what is none
     */
    static @Nullable Long whole(Call call, int word, String error) {
        if (!call.request().isInteger(word)) {
            call.error(error);
            return null;
        }
        return call.request().integer(word);
    }

    /** Milliseconds from 0 on; null after answering an error. */
    static @Nullable Long timeout(Call call, int word) {
        Long millis = whole(call, word, "ERR timeout is not an integer or out of range");
        if (millis == null) {
            return null;
        }
        if (millis < 0) {
            call.error("ERR timeout is negative");
            return null;
        }
        if (millis > Long.MAX_VALUE - call.node().clock().epochMillis()) {
            call.error("ERR timeout is out of range");
            return null;
        }
        return millis;
    }
}
