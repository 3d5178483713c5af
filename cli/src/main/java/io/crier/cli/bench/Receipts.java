package io.crier.cli.bench;

import java.util.Arrays;

/** How many receivers each publish that is not answered yet should have, in order. */
final class Receipts {
    private int[] ring = new int[64];
    private int first;
    private int size;

    void add(int receivers) {
        if (size == ring.length) {
            int[] turned = Arrays.copyOf(ring, 2 * size);
            int front = size - first;
            System.arraycopy(ring, first, turned, 0, front);
            System.arraycopy(ring, 0, turned, front, first);
            ring = turned;
            first = 0;
        }
        ring[(first + size++) & (ring.length - 1)] = receivers;
    }

    /** The oldest, which is then forgotten; -1 when nothing waits for an answer. */
    int take() {
        if (size == 0) {
            return -1;
        }
        int receivers = ring[first];
        first = (first + 1) & (ring.length - 1);
        size--;
        return receivers;
    }
}
