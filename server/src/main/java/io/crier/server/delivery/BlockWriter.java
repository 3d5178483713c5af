package io.crier.server.delivery;

import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop encodes: replies, and each published message once. Writes from the front of a block
 * to its end and then takes a new one; when nobody needs what is in the block any more, it starts
 * again at the front, so that an idle loop keeps one block and a busy one stays in the processor's
 * cache.
 *
 * <p>What was written stays as it is, and at its address, as long as somebody retains the block.
 */
@OnLoop
public final class BlockWriter {
    /**
     * Large enough for a burst of many messages to be one run, small enough to be pinned by a slow
     * reader.
     */
    static final int BLOCK_BYTES = 128 * 1024;

    /** What needs more than this gets a block of its own. */
    static final int SHARED_BYTES_MAX = BLOCK_BYTES / 2;

    private final ByteBufAllocator allocator;
    private final Pinned pinned = new Pinned();
    private @Nullable Lease lease;

    public BlockWriter(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * A block with room for {@code bytes} at its writer index, for the caller to fill at once.
     * Borrowed: whoever needs the bytes later retains the block before the next call.
     */
    public ByteBuf room(int bytes) {
        return leaseWithRoom(bytes).block;
    }

    Lease leaseWithRoom(int bytes) {
        Lease current = lease;
        if (current != null) {
            rewindIfUnused(current);
            if (current.block.maxWritableBytes() >= bytes) {
                return current;
            }
        }
        int size = bytes > SHARED_BYTES_MAX ? bytes : BLOCK_BYTES;
        // First the new block: if there is no memory for it, the old one is still there to write
        // to.
        Lease next = new Lease(allocator.directBuffer(size, size), pinned);
        if (current != null) {
            current.release();
        }
        lease = next;
        return next;
    }

    /**
     * The lease of {@code block} if this is the block being written, for a run that somebody adds
     * to.
     */
    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    @Nullable Lease leaseOf(ByteBuf block) {
        Lease current = lease;
        return current != null && current.block == block ? current : null;
    }

    /**
     * Takes back the bytes from {@code start} on, if they are the last written and nobody was given
     * them.
     */
    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    public void takeBack(ByteBuf block, int start) {
        Lease current = lease;
        if (current != null && current.block == block) {
            block.writerIndex(start);
        }
    }

    /** What this loop's leases keep, on blocks of every loop. */
    Pinned pinned() {
        return pinned;
    }

    /** Lets go of a block that was made for one large message, once nobody needs it. */
    public void trim() {
        Lease current = lease;
        if (current != null && current.block.capacity() > BLOCK_BYTES) {
            current.release();
            lease = null;
        }
    }

    private static void rewindIfUnused(Lease lease) {
        if (lease.users() == 1 && lease.block.refCnt() == 1) {
            lease.block.writerIndex(0);
        }
    }

    /** Lets go of the block being written. */
    public void close() {
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }
}
