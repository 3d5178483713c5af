package io.crier.server.delivery;

import io.crier.server.threading.OnLoop;

/** How many bytes of blocks one loop keeps from being freed, each lease with its whole block. */
@OnLoop
final class Pinned {
    private long bytes;

    void add(long blockBytes) {
        bytes += blockBytes;
    }

    void remove(long blockBytes) {
        bytes -= blockBytes;
    }

    long bytes() {
        return bytes;
    }
}
