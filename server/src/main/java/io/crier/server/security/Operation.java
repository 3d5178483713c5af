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
     * Channels stand from the first word behind the name on.
     *
     * @param patterns whether they are patterns, which a rule has to name to the letter
     * @param many whether all words are channels, and not the first alone
     */
    public record Channels(boolean patterns, boolean many) {
        int lastIn(int words) {
            return many ? words - 1 : 1;
        }
    }
}
