package io.crier.server.delivery;

import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;

/**
 * Keeps a block from being held for the sake of a few bytes in it. Clients that do not read may
 * wait for one small message in each of many blocks; when a loop's blocks hold much more than
 * anybody waits for, what is waited for is copied together, each stretch once however many wait for
 * it, and the old blocks go. So slow readers cost what they share, and at most as much again.
 */
@OnLoop
final class Compaction {
    /** Below this many bytes of blocks it is not worth looking. */
    static final long PINNED_BYTES_MIN = 16L << 20;

    private final BlockWriter writer;
    private long nextLookBytes = PINNED_BYTES_MIN;

    Compaction(BlockWriter writer) {
        this.writer = writer;
    }

    /**
     * Looks at what {@code lagging} wait for if enough is pinned, and copies it together if that
     * frees half or more.
     */
    void runIfNeeded(Iterable<Outbox> lagging) {
        long pinned = writer.pinned().bytes();
        if (pinned < nextLookBytes) {
            nextLookBytes = Math.max(PINNED_BYTES_MIN, Math.min(nextLookBytes, pinned * 2));
            return;
        }
        IdentityHashMap<ByteBuf, Extents> blocks = new IdentityHashMap<>();
        for (Outbox outbox : lagging) {
            outbox.eachQueue(queue -> collect(queue, blocks));
        }
        blocks.entrySet()
                .removeIf(entry -> entry.getValue().bytes() * 2 > entry.getKey().capacity());
        try {
            blocks.forEach(this::copyTogether);
            for (Outbox outbox : lagging) {
                outbox.eachQueue(queue -> move(queue, blocks));
            }
        } finally {
            blocks.values().forEach(Extents::release);
        }
        nextLookBytes = Math.max(PINNED_BYTES_MIN, writer.pinned().bytes() * 2);
    }

    private static void collect(RunQueue queue, IdentityHashMap<ByteBuf, Extents> blocks) {
        for (int i = 0; i < queue.size(); i++) {
            blocks.computeIfAbsent(queue.leaseAt(i).block, _ -> new Extents())
                    .add(queue.startAt(i), queue.endAt(i));
        }
    }

    private void copyTogether(ByteBuf block, Extents extents) {
        for (int i = 0; i < extents.count(); i++) {
            int length = extents.end(i) - extents.start(i);
            Lease lease = writer.leaseWithRoom(length);
            extents.moved(i, lease, lease.block.writerIndex());
            lease.block.writeBytes(block, extents.start(i), length);
        }
    }

    private static void move(RunQueue queue, IdentityHashMap<ByteBuf, Extents> blocks) {
        for (int i = 0; i < queue.size(); i++) {
            Extents extents = blocks.get(queue.leaseAt(i).block);
            if (extents != null) {
                int start = queue.startAt(i);
                int extent = extents.containing(start);
                queue.replace(
                        i,
                        extents.lease(extent),
                        extents.movedTo(extent) + start - extents.start(extent));
            }
        }
    }
}
