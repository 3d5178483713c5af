package io.crier.server.broker;

import io.crier.server.message.Message;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A batch that grows until it is taken, and the one that takes its place. Guarded by the broker's
 * lock; one taker at a time, who gives back what he took. Keeps the blocks of its messages
 * retained.
 */
final class Filling {
    private Batch filling = new Batch();
    private @Nullable Batch spare = new Batch();
    private @Nullable ByteBuf lastBlock;

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    void add(Message message, Match match) {
        if (message.block() != lastBlock) {
            lastBlock = message.block().retain();
            filling.retained(lastBlock);
        }
        filling.add(message, match);
    }

    Batch take() {
        Batch taken = filling;
        filling = spare != null ? spare : new Batch();
        spare = null;
        lastBlock = null;
        return taken;
    }

    /** Empties a batch and keeps it for the next {@link #take}. */
    void giveBack(Batch taken) {
        taken.clear();
        spare = taken;
    }

    int size() {
        return filling.size();
    }

    long bytes() {
        return filling.bytes();
    }
}
