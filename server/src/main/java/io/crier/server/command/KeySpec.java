package io.crier.server.command;

import java.util.List;

/**
 * Where the keys of a command stand.
 *
 * @param flags what is done to them; {@code not_key} for shard channels, which only look like keys
 *     to a cluster
 * @param first the word of the first key
 * @param last words from the first key to the last one; negative counts from the end of the request
 * @param step words from one key to the next
 */
record KeySpec(List<String> flags, int first, int last, int step) {
    /** Whether these are keys and no channels. */
    boolean keys() {
        return !flags.contains("not_key");
    }

    /** The word of the last key as COMMAND tells it. */
    int lastWord() {
        return last < 0 ? last : first + last;
    }

    /** The word of the last key in a request of {@code words} words. */
    int lastIn(int words) {
        return last < 0 ? words + last : first + last;
    }
}
