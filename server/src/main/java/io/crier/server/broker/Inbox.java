package io.crier.server.broker;

import io.crier.server.message.Message;
import io.crier.server.threading.Loop;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one loop still has to deliver, in the node's order. Filled by every loop and emptied by its
 * own, both under the broker's lock. Keeps the blocks of its messages retained.
 */
final class Inbox {
    private final Loop loop;
    private final Runnable drain;
    private final long bytesMax;

    private Batch filling = new Batch();
    private @Nullable Batch spare = new Batch();
    private @Nullable ByteBuf lastBlock;
    private boolean woken;
    private List<Runnable> waiting = new ArrayList<>();

    Inbox(Loop loop, Runnable drain, long bytesMax) {
        this.loop = loop;
        this.drain = drain;
        this.bytesMax = bytesMax;
    }

    Loop loop() {
        return loop;
    }

    Runnable drain() {
        return drain;
    }

    /** Adds a message; answers whether the loop has to be woken for it. */
    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    boolean append(Message message, Match match) {
        if (message.block() != lastBlock) {
            lastBlock = message.block().retain();
            filling.retained(lastBlock);
        }
        filling.add(message, match);
        if (woken) {
            return false;
        }
        woken = true;
        return true;
    }

    /** Everything that was published up to now; the caller delivers it and then gives it back. */
    Batch take() {
        Batch taken = filling;
        filling = spare != null ? spare : new Batch();
        spare = null;
        lastBlock = null;
        woken = false;
        return taken;
    }

    /**
     * Keeps an emptied batch for the next {@link #take}; only the loop itself takes and gives back.
     */
    void giveBack(Batch emptied) {
        spare = emptied;
    }

    int waiting() {
        return filling.size();
    }

    boolean full() {
        return filling.bytes() >= bytesMax;
    }

    void waitForRoom(Runnable task) {
        waiting.add(task);
    }

    List<Runnable> takeWaiting() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Runnable> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
