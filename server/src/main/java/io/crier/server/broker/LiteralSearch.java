package io.crier.server.broker;

/**
 * Finds a run of bytes by Knuth, Morris and Pratt: no byte of the text is looked at again once it
 * agreed, so a byte costs two steps at most, whatever the run and its length are.
 */
final class LiteralSearch implements RunSearch {
    private final byte[] run;

    /** For each number of bytes that agreed, how many still do after the next one does not. */
    private final int[] fallback;

    LiteralSearch(int[] items, int from, int to) {
        run = new byte[to - from];
        for (int i = 0; i < run.length; i++) {
            run[i] = (byte) items[from + i];
        }
        fallback = new int[run.length];
        int agreed = 0;
        for (int i = 1; i < run.length; i++) {
            while (agreed > 0 && run[i] != run[agreed]) {
                agreed = fallback[agreed - 1];
            }
            if (run[i] == run[agreed]) {
                agreed++;
            }
            fallback[i] = agreed;
        }
    }

    @Override
    public int tableBytes() {
        return run.length + fallback.length * Integer.BYTES;
    }

    @Override
    public int stepsPerByte() {
        return 2;
    }

    @Override
    public int endOfFirst(byte[] text, int from, int to) {
        int agreed = 0;
        for (int at = from; at < to; at++) {
            while (agreed > 0 && text[at] != run[agreed]) {
                agreed = fallback[agreed - 1];
            }
            if (text[at] == run[agreed] && ++agreed == run.length) {
                return at + 1;
            }
        }
        return -1;
    }
}
