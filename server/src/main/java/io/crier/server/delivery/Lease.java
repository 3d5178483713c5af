package io.crier.server.delivery;

import io.netty.buffer.ByteBuf;

/**
 * One loop's share in a block: the runs of all its outboxes count here without atomic operations,
 * and the block is released once, when the last of them has been written. Belongs to that loop.
 */
final class Lease {
    final ByteBuf block;
    private final Pinned pinned;
    private int users = 1;

    /** Takes over one reference to {@code block}; the caller is the first user. */
    Lease(ByteBuf block, Pinned pinned) {
        this.block = block;
        this.pinned = pinned;
        pinned.add(block.capacity());
    }

    int users() {
        return users;
    }

    void retain() {
        users++;
    }

    void release() {
        if (--users == 0) {
            pinned.remove(block.capacity());
            block.release();
        }
    }
}
