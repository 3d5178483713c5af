package io.crier.server.command;

import io.crier.server.message.Position;
import org.jspecify.annotations.Nullable;

/** Ids of messages in requests, as Redis' stream commands take them. */
final class StreamIds {
    static final String INVALID = "ERR Invalid stream ID specified as stream command argument";

    private StreamIds() {}

    /**
     * The position of an id; null if the word is none.
     *
     * @param numberWithout where the id is milliseconds alone
     */
    static @Nullable Long parse(Call call, int word, long numberWithout) {
        return call.request().length(word) > 64
                ? null
                : Position.parse(call.text(word), numberWithout);
    }

    /** The beginning of a range, itself included; null after answering an error. */
    static @Nullable Long first(Call call, int word) {
        return bound(call, word, true);
    }

    /** The end of a range, itself included; null after answering an error. */
    static @Nullable Long last(Call call, int word) {
        return bound(call, word, false);
    }

    private static @Nullable Long bound(Call call, int word, boolean first) {
        String text = call.request().length(word) > 64 ? "" : call.text(word);
        if (text.equals("-")) {
            return Position.NONE;
        }
        if (text.equals("+")) {
            return Position.MAX;
        }
        boolean without = text.startsWith("(");
        Long position =
                Position.parse(without ? text.substring(1) : text, first ? 0 : Long.MAX_VALUE);
        if (position == null) {
            call.error(INVALID);
            return null;
        }
        if (!without) {
            return position;
        }
        if (first ? position == Position.MAX : position == Position.NONE) {
            call.error("ERR invalid " + (first ? "start" : "end") + " ID for the interval");
            return null;
        }
        return first ? position + 1 : position - 1;
    }
}
