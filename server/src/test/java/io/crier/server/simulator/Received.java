package io.crier.server.simulator;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The bytes that one client got, and at which step each of them. */
final class Received {
    private byte[] bytes = new byte[1024];
    private int size;
    private int[] ends = new int[16];
    private long[] steps = new long[16];
    private int chunks;

    void add(ByteBuf source, int from, int length, long step) {
        if (length == 0) {
            return;
        }
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
        source.getBytes(from, bytes, size, length);
        size += length;
        if (chunks == ends.length) {
            ends = Arrays.copyOf(ends, chunks * 2);
            steps = Arrays.copyOf(steps, chunks * 2);
        }
        ends[chunks] = size;
        steps[chunks++] = step;
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** When the byte before {@code end} arrived. */
    long stepOf(int end) {
        int chunk = Arrays.binarySearch(ends, 0, chunks, end);
        return steps[chunk >= 0 ? chunk : -chunk - 1];
    }
}
