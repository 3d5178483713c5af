package io.crier.server.broker;

/**
 * Finds a run that holds {@code ?} or classes with one bit per item: Shift-And. Each byte of the
 * text costs one step per 64 items, whatever the bytes are; {@link Glob#MIXED_RUN_ITEMS_MAX} bounds
 * the items.
 */
final class SegmentSearch implements RunSearch {
    private static final int BYTES = 256;

    private final int words;
    private final long last;

    /** For each byte, the items that accept it: {@code words} longs each. */
    private final long[] accepting;

    SegmentSearch(int[] items, int from, int to, long[] classes) {
        int length = to - from;
        this.words = (length + Long.SIZE - 1) / Long.SIZE;
        this.last = 1L << (length - 1);
        this.accepting = new long[Math.multiplyExact(BYTES, words)];
        for (int item = 0; item < length; item++) {
            int code = items[from + item];
            if (code < BYTES) {
                accept(code, item);
            } else {
                for (int value = 0; value < BYTES; value++) {
                    if (Glob.accepts(code, classes, (byte) value)) {
                        accept(value, item);
                    }
                }
            }
        }
    }

    private void accept(int value, int item) {
        accepting[value * words + (item >>> 6)] |= 1L << item;
    }

    @Override
    public int tableBytes() {
        return accepting.length * Long.BYTES;
    }

    @Override
    public int stepsPerByte() {
        return words;
    }

    @Override
    public int endOfFirst(byte[] text, int from, int to) {
        return words == 1 ? oneWord(text, from, to) : manyWords(text, from, to);
    }

    private int oneWord(byte[] text, int from, int to) {
        long state = 0;
        for (int at = from; at < to; at++) {
            state = (state << 1 | 1) & accepting[text[at] & 0xff];
            if ((state & last) != 0) {
                return at + 1;
            }
        }
        return -1;
    }

    private int manyWords(byte[] text, int from, int to) {
        long[] state = new long[words];
        for (int at = from; at < to; at++) {
            int row = (text[at] & 0xff) * words;
            long carry = 1;
            for (int word = 0; word < words; word++) {
                long before = state[word];
                state[word] = (before << 1 | carry) & accepting[row + word];
                carry = before >>> (Long.SIZE - 1);
            }
            if ((state[words - 1] & last) != 0) {
                return at + 1;
            }
        }
        return -1;
    }
}
