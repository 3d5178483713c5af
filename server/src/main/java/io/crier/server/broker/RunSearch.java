package io.crier.server.broker;

/**
 * Finds a long run of items (no star among them) in a text, in steps that the text alone bounds.
 */
sealed interface RunSearch permits LiteralSearch, SegmentSearch {
    /** The search that suits the items {@code [from, to)}. */
    static RunSearch of(int[] items, int from, int to, long[] classes) {
        for (int item = from; item < to; item++) {
            if (items[item] >= GlobParser.ANY) {
                return new SegmentSearch(items, from, to, classes);
            }
        }
        return new LiteralSearch(items, from, to);
    }

    /** Bytes of its tables. */
    int tableBytes();

    /** Steps that one byte of text costs at most. */
    int stepsPerByte();

    /** The index after the leftmost match inside {@code [from, to)}, or -1. */
    int endOfFirst(byte[] text, int from, int to);
}
