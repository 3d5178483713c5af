package io.crier.server.broker;

import java.util.Arrays;

/**
 * Reads a glob once, from left to right, into items: a byte, any byte, a class of bytes, a star.
 * Each quirk is that of Redis' {@code PSUBSCRIBE} and pinned by {@code GlobTest}.
 */
final class GlobParser {
    /** Items below this are the byte itself, unsigned. */
    static final int ANY = 256;

    static final int STAR = 257;

    /** Items from here on are classes: item minus this is the index of its bitmap. */
    static final int FIRST_CLASS = 258;

    static final int LONGS_PER_CLASS = 4;

    private final byte[] pattern;
    private final boolean ignoreCase;
    private int at;

    private int[] items;
    private int itemCount;
    private long[] classes = new long[0];
    private int classCount;

    GlobParser(byte[] pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
        this.items = new int[pattern.length];
        while (at < pattern.length) {
            readItem();
        }
        this.items = Arrays.copyOf(items, itemCount);
        this.classes = Arrays.copyOf(classes, classCount * LONGS_PER_CLASS);
    }

    /** All items in order; a run of stars is one. */
    int[] items() {
        return items;
    }

    /** The bitmaps of the classes, {@link #LONGS_PER_CLASS} longs each. */
    long[] classes() {
        return classes;
    }

    /** Items of the longest run between two stars that holds more than plain bytes. */
    int longestMixedRun() {
        int longest = 0;
        int from = -1;
        boolean mixed = false;
        for (int i = 0; i < items.length; i++) {
            if (items[i] != STAR) {
                mixed |= items[i] >= ANY;
                continue;
            }
            if (from >= 0 && mixed) {
                longest = Math.max(longest, i - from);
            }
            from = i + 1;
            mixed = false;
        }
        return longest;
    }

    private void readItem() {
        byte first = pattern[at++];
        switch (first) {
            case '*' -> {
                if (itemCount == 0 || items[itemCount - 1] != STAR) {
                    items[itemCount++] = STAR;
                }
            }
            case '?' -> items[itemCount++] = ANY;
            case '[' -> items[itemCount++] = item(readClass());
            // A backslash at the very end stands for itself.
            case '\\' -> literal(at < pattern.length ? pattern[at++] : first);
            default -> literal(first);
        }
    }

    private void literal(byte value) {
        if (ignoreCase && isLetter(value)) {
            long[] both = new long[LONGS_PER_CLASS];
            addFolded(both, value);
            items[itemCount++] = item(both);
        } else {
            items[itemCount++] = value & 0xff;
        }
    }

    /** Reads what follows {@code [} up to its {@code ]}, or to the end where that is missing. */
    private long[] readClass() {
        long[] bits = new long[LONGS_PER_CLASS];
        boolean negated = at < pattern.length && pattern[at] == '^';
        if (negated) {
            at++;
        }
        while (at < pattern.length && pattern[at] != ']') {
            int left = pattern.length - at;
            if (left >= 2 && pattern[at] == '\\') {
                // An escaped byte keeps its case, also where case is ignored.
                add(bits, pattern[at + 1]);
                at += 2;
            } else if (left >= 3 && pattern[at + 1] == '-') {
                // The end of a range may be any byte: ']' and '\' mean themselves there.
                addRange(bits, pattern[at], pattern[at + 2]);
                at += 3;
            } else {
                addFolded(bits, pattern[at++]);
            }
        }
        at = Math.min(at + 1, pattern.length);
        if (negated) {
            for (int word = 0; word < bits.length; word++) {
                bits[word] = ~bits[word];
            }
        }
        return bits;
    }

    /**
     * Bounds in the wrong order are swapped, and bytes compare as signed ones, so that {@code
     * [a-\xff]} holds 0xff, 0 and everything between 0 and 'a', as in Redis on x86.
     */
    private void addRange(long[] bits, byte first, byte last) {
        byte low = fold((byte) Math.min(first, last));
        byte high = fold((byte) Math.max(first, last));
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            byte folded = fold((byte) value);
            if (folded >= low && folded <= high) {
                add(bits, (byte) value);
            }
        }
    }

    private void addFolded(long[] bits, byte value) {
        add(bits, value);
        if (ignoreCase && isLetter(value)) {
            add(bits, (byte) (value ^ 0x20));
        }
    }

    private static void add(long[] bits, byte value) {
        bits[(value & 0xff) >>> 6] |= 1L << value;
    }

    private byte fold(byte value) {
        return ignoreCase && value >= 'A' && value <= 'Z' ? (byte) (value | 0x20) : value;
    }

    private static boolean isLetter(byte value) {
        int lower = value | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    /**
     * A class of one byte is that byte, a class of all is any: both are cheaper and index better.
     */
    private int item(long[] bits) {
        int size = 0;
        for (long word : bits) {
            size += Long.bitCount(word);
        }
        if (size == 256) {
            return ANY;
        }
        if (size == 1) {
            int word = 0;
            while (bits[word] == 0) {
                word++;
            }
            return word * Long.SIZE + Long.numberOfTrailingZeros(bits[word]);
        }
        int from = classCount * LONGS_PER_CLASS;
        if (from == classes.length) {
            classes = Arrays.copyOf(classes, Math.max(LONGS_PER_CLASS, from * 2));
        }
        System.arraycopy(bits, 0, classes, from, LONGS_PER_CLASS);
        return FIRST_CLASS + classCount++;
    }
}
