package io.crier.cli.bench;

/**
 * What one subscriber got of each publisher: the highest sequence, and which of the 64 up to it, so
 * that a message that comes twice is told from one that comes late.
 */
final class Sequences {
    private static final int SEEN = 64;

    /** For each publisher the highest sequence, then a bit for it and each of those before it. */
    private final long[] state;

    Sequences(int publishers) {
        state = new long[2 * publishers];
    }

    boolean knows(int publisher) {
        return publisher >= 0 && publisher < state.length / 2;
    }

    /**
     * Takes a message that is newer than all before it.
     *
     * @return false when it is not; then nothing is changed
     */
    boolean advance(int publisher, int sequence) {
        int ahead = sequence - (int) state[2 * publisher];
        if (ahead <= 0) {
            return false;
        }
        state[2 * publisher] = sequence;
        long seen = state[2 * publisher + 1];
        state[2 * publisher + 1] = ahead < SEEN ? seen << ahead | 1 : 1;
        return true;
    }

    /**
     * Takes a message that is not newer.
     *
     * @return whether it came before; one that is too old to know counts as late
     */
    boolean repeats(int publisher, int sequence) {
        int behind = (int) state[2 * publisher] - sequence;
        if (behind >= SEEN) {
            return false;
        }
        long bit = 1L << behind;
        boolean seen = (state[2 * publisher + 1] & bit) != 0;
        state[2 * publisher + 1] |= bit;
        return seen;
    }
}
