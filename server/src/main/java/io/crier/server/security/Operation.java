package io.crier.server.security;

import org.jspecify.annotations.Nullable;

/**
 * A command as rules see it.
 *
 * @param number its place in the table of commands
 * @param name lower case, {@code client|id} for a subcommand
 * @param always whether everybody may run it, such as AUTH
 * @param keys which of its words are keys; null for none
 * @param channels which of its words are channels; null for none
 */
public record Operation(
        int number, String name, boolean always, @Nullable Keys keys, @Nullable Channels channels) {
    /**
     * Which words are keys.
     *
     * @param read whether they are read, so that a rule must allow reading
     * @param first the word of the first key
     * @param last the word of the last one; negative counts from the end
     */
    public record Keys(boolean read, int first, int last, int step) {
        int lastIn(int words) {
            return last < 0 ? words + last : last;
        }
    }

    /**
     * Which words are channels.
     *
     * @param patterns whether they are patterns, which a rule has to name to the letter
     * @param first the word of the first one; 0 where they are the first half of the words behind
     *     STREAMS
     * @param last the word of the last one; negative counts from the end
     */
    public record Channels(boolean patterns, int first, int last) {
        /** The first word alone. */
        public static final Channels ONE = new Channels(false, 1, 1);

        /** The first word behind a subcommand. */
        public static final Channels SECOND = new Channels(false, 2, 2);

        /** All words. */
        public static final Channels ALL = new Channels(false, 1, -1);

        /** The first half of the words behind STREAMS, as XREAD and XREADGROUP have them. */
        public static final Channels OF_STREAMS = new Channels(false, 0, -1);

        int firstIn(Words words) {
            if (first != 0) {
                return first;
            }
            int word = 1;
            while (word < words.count() && !words.is(word, "streams")) {
                word += words.is(word, "group") ? 3 : 1; // the names of a group and of a consumer
            }
            return word + 1;
        }

        int lastIn(Words words, int from) {
            int end = last < 0 ? words.count() + last : last;
            return first == 0 ? from + (end - from + 1) / 2 - 1 : Math.min(end, words.count() - 1);
        }
    }
}
