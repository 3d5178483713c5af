package io.crier.server.broker;

import io.crier.server.message.Message;
import io.crier.server.threading.Loop;
import java.util.ArrayList;
import java.util.List;

/**
 * What one loop still has to deliver, in the node's order. Filled by every loop and emptied by its
 * own, both under the broker's lock.
 */
final class Inbox {
    private final Loop loop;
    private final Runnable drain;
    private final long bytesMax;

    private final Filling filling = new Filling();
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
    boolean append(Message message, Match match) {
        filling.add(message, match);
        if (woken) {
            return false;
        }
        woken = true;
        return true;
    }

    /** Everything that was published up to now; the caller delivers it and then gives it back. */
    Batch take() {
        woken = false;
        return filling.take();
    }

    /** Empties a batch that was taken; only the loop itself takes and gives back. */
    void giveBack(Batch taken) {
        filling.giveBack(taken);
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
