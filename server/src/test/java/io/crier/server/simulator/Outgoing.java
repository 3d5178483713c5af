package io.crier.server.simulator;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** All that one client ever sends. */
final class Outgoing {
    private byte[] bytes = new byte[256];
    private int size;

    void add(byte[] more) {
        if (size + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more.length));
        }
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    int size() {
        return size;
    }

    /** Appends {@code length} bytes from {@code start} on to {@code target}. */
    void copy(int start, int length, ByteBuf target) {
        target.writeBytes(bytes, start, length);
    }
}
