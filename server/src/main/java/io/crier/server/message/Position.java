package io.crier.server.message;

import org.jspecify.annotations.Nullable;

/**
 * Where a message stands in the node's order, as its id in a history: the milliseconds at which it
 * was published and a number among those of the same millisecond, in one {@code long} that sorts as
 * the order does. Written {@code milliseconds-number} as the ids of Redis' streams. A position is
 * greater than that of every message before it, of whatever channel, also when the clock goes back.
 */
public final class Position {
    /** Before every message. */
    public static final long NONE = 0;

    /** Behind every message. */
    public static final long MAX = Long.MAX_VALUE;

    private static final int NUMBER_BITS = 20;
    private static final long NUMBER_MAX = (1L << NUMBER_BITS) - 1;
    private static final long MILLIS_MAX = Long.MAX_VALUE >> NUMBER_BITS;

    private Position() {}

    /** The first position of a millisecond since the epoch. */
    public static long of(long millis) {
        return of(millis, 0);
    }

    /**
     * The position of an id; the nearest one there is for an id that no message can have, since
     * Redis' ids are wider.
     *
     * @param number of the message in its millisecond, unsigned
     */
    public static long of(long millis, long number) {
        if (millis < 0 || millis > MILLIS_MAX) {
            return MAX;
        }
        boolean beyond = number < 0 || number > NUMBER_MAX;
        return millis << NUMBER_BITS | (beyond ? NUMBER_MAX : number);
    }

    /** The position of the next message after {@code last}, published at {@code millis}. */
    public static long next(long last, long millis) {
        return Math.max(last + 1, millis << NUMBER_BITS);
    }

    public static long millis(long position) {
        return position >> NUMBER_BITS;
    }

    public static long number(long position) {
        return position & NUMBER_MAX;
    }

    /** As clients see it: {@code 1526919030474-55}. */
    public static String text(long position) {
        return millis(position) + "-" + number(position);
    }

    /**
     * Reads an id as {@link #text} writes it, or its milliseconds alone.
     *
     * @param numberWithout the number where only milliseconds are given
     * @return null if it is none
     */
    public static @Nullable Long parse(String text, long numberWithout) {
        int dash = text.indexOf('-');
        Long millis = unsigned(dash < 0 ? text : text.substring(0, dash));
        Long number = dash < 0 ? Long.valueOf(numberWithout) : unsigned(text.substring(dash + 1));
        return millis == null || number == null ? null : Long.valueOf(of(millis, number));
    }

    private static @Nullable Long unsigned(String digits) {
        if (digits.isEmpty()
                || digits.length() > 20
                || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return null;
        }
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }
}
