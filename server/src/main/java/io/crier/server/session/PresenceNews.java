package io.crier.server.session;

import io.crier.server.message.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Publishes who joined and who left, in the order of the table: as a publisher like any other, who
 * waits while a loop has too much to deliver. The loop whose change found nobody telling does it,
 * in turns of its own between those of its clients, until nothing is left to tell; so there is one
 * at a time.
 */
final class PresenceNews {
    private static final Duration WITHOUT_MEMORY = Duration.ofMillis(100);

    private final PresenceTable table;

    /** Taken out of the table and not yet published. Belongs to whoever is telling. */
    private final Queue<PresenceEvent> taken = new ArrayDeque<>();

    PresenceNews(PresenceTable table) {
        this.table = table;
    }

    /** Begins, or goes on, after what the loop does now: its burst is empty then. */
    void tellOn(LoopSessions loop) {
        loop.loop().execute(() -> tell(loop));
    }

    private void tell(LoopSessions loop) {
        if (taken.isEmpty()) {
            taken.addAll(table.take(Burst.MESSAGES_MAX));
        }
        if (taken.isEmpty()) {
            return;
        }
        boolean gathered = false;
        int full = -1;
        try {
            gathered = gather(loop.burst());
            full = loop.burst().commit();
        } finally {
            goOn(loop, gathered, full);
        }
    }

    private void goOn(LoopSessions loop, boolean gathered, int full) {
        if (!gathered) {
            loop.loop().schedule(() -> tell(loop), WITHOUT_MEMORY);
        } else if (full >= 0) {
            loop.broker().whenRoom(full, loop.loop(), () -> tell(loop));
        } else {
            tellOn(loop);
        }
    }

    /** Fills the burst; false if there was no memory for more. */
    private boolean gather(Burst burst) {
        while (!burst.full()) {
            PresenceEvent event = taken.peek();
            if (event == null) {
                return true;
            }
            try {
                add(burst, event);
            } catch (OutOfMemoryError exhausted) {
                return false;
            }
            taken.remove();
        }
        return true;
    }

    private static void add(Burst burst, PresenceEvent event) {
        byte[] channel = event.publishedOn();
        byte[] json = event.json();
        ByteBuf source = Unpooled.wrappedBuffer(channel, json);
        burst.add(Kind.CHANNEL, source, 0, channel.length, channel.length, json.length, null);
    }
}
