package io.crier.server.session;

import io.crier.protocol.RespWriter;
import io.crier.server.message.Kind;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.function.IntConsumer;

/**
 * How a client publishes: requests that follow each other directly are gathered and take effect
 * together, in their order and with nothing in between, before anything else that this client asks
 * for.
 */
@OnLoop
public final class Publishing {
    private final Session session;
    private final IntConsumer answered;
    private int fullLoop = -1;

    /**
     * @param answered is told of each burst that took effect how many messages it had; 0 when one
     *     message alone was refused
     */
    public Publishing(Session session, IntConsumer answered) {
        this.session = session;
        this.answered = answered;
    }

    /**
     * Adds a publish whose channel and payload are slices of {@code source}. It is answered when it
     * takes effect: at {@link #settle}, or before, when enough are gathered.
     */
    public void add(
            Kind kind,
            ByteBuf source,
            int channelAt,
            int channelLength,
            int payloadAt,
            int payloadLength) {
        Burst burst = session.loop().burst();
        try {
            burst.add(kind, source, channelAt, channelLength, payloadAt, payloadLength);
        } catch (OutOfMemoryError exhausted) {
            refuse();
            return;
        }
        if (burst.full() || session.subscribed() || session.replyMode() != ReplyMode.ON) {
            settle();
        }
    }

    /** Nothing of this message was kept; those before it are not concerned. */
    private void refuse() {
        settle();
        session.begin().error("ERR not enough memory for this message; it was not published");
        session.finish();
        answered.accept(0);
    }

    /**
     * Lets what was gathered take effect and answers it; a client that listens gets its own pushes
     * after that.
     */
    public void settle() {
        LoopSessions loop = session.loop();
        Burst burst = loop.burst();
        int count = burst.count();
        if (count == 0) {
            return;
        }
        int full = burst.commit();
        RespWriter replies = session.begin();
        for (int i = 0; i < count; i++) {
            replies.integer(burst.receivers(i));
        }
        session.finish();
        answered.accept(count);
        if (session.subscribed()) {
            loop.delivery().drain();
        }
        fullLoop = full;
        slowDown();
    }

    /** Makes the client wait if its last publishes filled a loop's inbox, until that has room. */
    public void slowDown() {
        int full = fullLoop;
        if (full >= 0) {
            fullLoop = -1;
            session.await();
            LoopSessions loop = session.loop();
            loop.broker().whenRoom(full, loop.loop(), session::ready);
        }
    }

    /**
     * Publishes at once, inside EXEC: the number of receivers is one element of its reply, and the
     * client's own pushes follow the whole reply.
     */
    public int now(
            Kind kind,
            ByteBuf source,
            int channelAt,
            int channelLength,
            int payloadAt,
            int payloadLength) {
        Burst burst = session.loop().burst();
        burst.add(kind, source, channelAt, channelLength, payloadAt, payloadLength);
        int full = burst.commit();
        if (full >= 0) {
            fullLoop = full;
        }
        return burst.receivers(0);
    }
}
