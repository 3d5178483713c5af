package io.crier.server.broker;

import io.crier.server.message.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern, compiled once: {@code *} is any bytes, {@code ?} any byte, {@code [a-z]} and {@code
 * [^a-z]} a class of bytes, and a backslash takes the next byte as it is. Byte by byte and to the
 * letter as Redis' {@code PSUBSCRIBE} reads it, with one difference: work is bounded.
 *
 * <p>A match costs at most 32 steps per byte of text, whatever the pattern; stars cost nothing.
 * Between two stars the leftmost place is always the best one, so nothing is ever tried again. What
 * could cost more is not compiled: a run between two stars that holds {@code ?} or classes may have
 * {@link #MIXED_RUN_ITEMS_MAX} items.
 *
 * <p>Immutable; may be used by any thread.
 */
public final class Glob {
    /**
     * Runs between two stars up to this many items are compared place by place, without a table.
     */
    static final int SHORT_RUN_ITEMS = 32;

    /** Items of a run between two stars at most, where not all of them are plain bytes. */
    public static final int MIXED_RUN_ITEMS_MAX = SHORT_RUN_ITEMS * Long.SIZE;

    private final int[] items;
    private final long[] classes;

    /** The runs of items between stars: run {@code r} is {@code [ends[r - 1], ends[r])}. */
    private final int[] ends;

    private final @Nullable RunSearch[] searches;

    private Glob(byte[] pattern, boolean ignoreCase) {
        GlobParser parsed = new GlobParser(pattern, ignoreCase);
        int mixed = parsed.longestMixedRun();
        if (mixed > MIXED_RUN_ITEMS_MAX) {
            throw new IllegalArgumentException(tooManyItems(mixed));
        }
        int[] all = parsed.items();
        int[] kept = new int[all.length];
        int[] stops = new int[all.length + 1];
        int keptCount = 0;
        int stopCount = 0;
        for (int item : all) {
            if (item == GlobParser.STAR) {
                stops[stopCount++] = keptCount;
            } else {
                kept[keptCount++] = item;
            }
        }
        stops[stopCount++] = keptCount;
        this.items = Arrays.copyOf(kept, keptCount);
        this.classes = parsed.classes();
        this.ends = Arrays.copyOf(stops, stopCount);
        this.searches = searches();
    }

    /** Why {@code pattern} is not compiled; null if it is. Every other string of bytes is. */
    public static @Nullable String refusal(byte[] pattern, boolean ignoreCase) {
        if (pattern.length <= MIXED_RUN_ITEMS_MAX) {
            return null;
        }
        int mixed = new GlobParser(pattern, ignoreCase).longestMixedRun();
        return mixed > MIXED_RUN_ITEMS_MAX ? tooManyItems(mixed) : null;
    }

    private static String tooManyItems(int items) {
        return "pattern with "
                + items
                + " items between two stars, not all of them plain bytes, limit "
                + MIXED_RUN_ITEMS_MAX;
    }

    /**
     * Compiles {@code pattern}.
     *
     * @throws IllegalArgumentException if there is a {@link #refusal}
     */
    public static Glob compile(Bytes pattern) {
        return new Glob(pattern.array(), false);
    }

    /**
     * As {@link #compile}, but ASCII letters match in either case, as the names in {@code CONFIG
     * GET} do.
     */
    public static Glob compileIgnoringCase(Bytes pattern) {
        return new Glob(pattern.array(), true);
    }

    /** Compiles and matches once. */
    public static boolean matches(byte[] pattern, byte[] text) {
        return new Glob(pattern, false).matches(text, 0, text.length);
    }

    public boolean matches(Bytes text) {
        return matches(text.array(), 0, text.length());
    }

    /**
     * Whether the bytes {@code [offset, offset + length)} of {@code text} match. The empty text
     * matches the empty pattern alone: {@code *} does not match it, as in Redis.
     */
    public boolean matches(byte[] text, int offset, int length) {
        return run(text, offset, length) >= 0;
    }

    /** Matches and counts: the steps it took, complemented when {@code text} does not match. */
    long run(byte[] text, int offset, int length) {
        int lastRun = ends.length - 1;
        boolean fits = lastRun == 0 ? length == items.length : length >= items.length;
        if (!fits || (length == 0 && lastRun > 0)) {
            return ~0L;
        }
        int head = ends[0];
        int agreed = agreeing(0, head, text, offset);
        if (agreed < head || lastRun == 0) {
            return agreed < head ? ~(agreed + 1L) : agreed;
        }
        int tail = items.length - ends[lastRun - 1];
        int to = offset + length - tail;
        long steps = agreed;
        agreed = agreeing(items.length - tail, items.length, text, to);
        steps += agreed;
        return agreed < tail ? ~(steps + 1) : between(text, offset + head, to, steps);
    }

    /** Places the runs that have a star on both sides, each as far left as it goes. */
    private long between(byte[] text, int from, int to, long stepsBefore) {
        long steps = stepsBefore;
        int at = from;
        for (int run = 1; run < ends.length - 1; run++) {
            int first = ends[run - 1];
            int size = ends[run] - first;
            RunSearch search = searches.length == 0 ? null : searches[run];
            if (search != null) {
                int end = search.endOfFirst(text, at, to);
                steps += (long) ((end < 0 ? to : end) - at) * search.stepsPerByte();
                if (end < 0) {
                    return ~steps;
                }
                at = end;
                continue;
            }
            int agreed = -1;
            while (agreed < size) {
                if (at + size > to) {
                    return ~steps;
                }
                agreed = agreeing(first, first + size, text, at);
                steps += agreed + 1;
                at++;
            }
            at += size - 1;
        }
        return steps;
    }

    /** How many of the items {@code [first, end)} accept the bytes from {@code at} on. */
    private int agreeing(int first, int end, byte[] text, int at) {
        int item = first;
        while (item < end && accepts(items[item], classes, text[at + item - first])) {
            item++;
        }
        return item - first;
    }

    static boolean accepts(int item, long[] classes, byte value) {
        if (item < GlobParser.ANY) {
            return (byte) item == value;
        }
        if (item == GlobParser.ANY) {
            return true;
        }
        int word = (item - GlobParser.FIRST_CLASS) * GlobParser.LONGS_PER_CLASS;
        return (classes[word + ((value & 0xff) >>> 6)] >>> value & 1) != 0;
    }

    private @Nullable RunSearch[] searches() {
        @Nullable RunSearch[] found = new @Nullable RunSearch[0];
        for (int run = 1; run < ends.length - 1; run++) {
            if (ends[run] - ends[run - 1] > SHORT_RUN_ITEMS) {
                found = found.length == 0 ? new @Nullable RunSearch[ends.length] : found;
                found[run] = RunSearch.of(items, ends[run - 1], ends[run], classes);
            }
        }
        return found;
    }

    /** Bytes of what the pattern was compiled to. */
    int tableBytes() {
        int bytes = (items.length + ends.length) * Integer.BYTES + classes.length * Long.BYTES;
        for (RunSearch search : searches) {
            bytes += search == null ? 0 : search.tableBytes();
        }
        return bytes;
    }

    /** The bytes that every match begins with. */
    byte[] literalPrefix() {
        int end = 0;
        while (end < ends[0] && items[end] < GlobParser.ANY) {
            end++;
        }
        return bytes(0, end);
    }

    /** The bytes that every match ends with, after its literal prefix; empty without a wildcard. */
    byte[] literalSuffix() {
        return bytes(suffixStart(), items.length);
    }

    private int suffixStart() {
        int floor = ends.length > 1 ? ends[ends.length - 2] : 0;
        int start = items.length;
        while (start > floor && items[start - 1] < GlobParser.ANY) {
            start--;
        }
        return start == 0 && ends.length == 1 ? items.length : start;
    }

    /**
     * The longest bytes in one piece that every match has between its literal prefix and suffix.
     */
    byte[] longestInfix() {
        int bestFrom = 0;
        int bestSize = 0;
        int from = literalPrefix().length;
        int stop = suffixStart();
        int run = 0;
        for (int item = from; item < stop; item++) {
            while (item >= ends[run]) {
                from = Math.max(from, ends[run++]);
            }
            if (items[item] >= GlobParser.ANY) {
                from = item + 1;
            } else if (item + 1 - from > bestSize) {
                bestFrom = from;
                bestSize = item + 1 - from;
            }
        }
        return bytes(bestFrom, bestFrom + bestSize);
    }

    private byte[] bytes(int from, int to) {
        byte[] literal = new byte[to - from];
        for (int item = from; item < to; item++) {
            literal[item - from] = (byte) items[item];
        }
        return literal;
    }
}
