package io.crier.server.command;

import io.crier.protocol.DecoderLimits;
import io.crier.protocol.Request;
import io.crier.protocol.RequestDecoder;
import io.crier.server.session.Session;
import io.crier.server.session.Transaction;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one client, one after another: takes what its connection reads, decodes it where
 * it stands, and keeps what is unfinished until more comes. Ends a client that says what is no
 * request, or leaves too much unfinished.
 */
@OnLoop
public final class Conversation {
    private static final int UNFINISHED_BYTES_MIN = 256;

    /** What a buffer can hold, with room for one more read. */
    private static final long UNFINISHED_BYTES_MAX = Integer.MAX_VALUE - (1L << 20);

    private final Node node;
    private final Dispatcher dispatcher;
    private final Session session;
    private final Call call;
    private final RequestDecoder decoder;
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf unfinished;
    private @Nullable Request postponed;
    private long bulkBytesMax;
    private boolean inputEnded;

    Conversation(Node node, Dispatcher dispatcher, Session session, ByteBufAllocator allocator) {
        this.node = node;
        this.dispatcher = dispatcher;
        this.session = session;
        this.allocator = allocator;
        this.call = new Call(node, dispatcher, session);
        this.bulkBytesMax = node.settings().current().bulkBytesMax();
        this.decoder = new RequestDecoder(DecoderLimits.DEFAULT.withBulkBytesMax(bulkBytesMax));
        session.whenReady(this::proceed);
    }

    /**
     * Takes ownership of bytes that were read, and answers every request that is complete with
     * them.
     */
    public void receive(ByteBuf bytes) {
        if (session.quitting()) {
            bytes.release();
            return;
        }
        node.counters().reads.increment();
        node.counters().bytesIn.add(bytes.readableBytes());
        session.activity().heard(node.clock().epochMillis());
        try {
            read(bytes);
        } catch (RuntimeException | OutOfMemoryError failed) {
            session.reply().abandon();
            throw failed;
        } finally {
            bytes.release();
        }
        watchUnfinished();
    }

    private void read(ByteBuf bytes) {
        ByteBuf waiting = unfinished;
        if (waiting != null) {
            append(waiting, bytes);
            if (!session.waiting()) {
                decode(waiting);
            }
            settleUnfinished(waiting);
            return;
        }
        if (!session.waiting()) {
            decode(bytes);
        }
        if (!session.quitting() && bytes.isReadable()) {
            unfinished = allocator.buffer(capacity(bytes.readableBytes())).writeBytes(bytes);
        }
    }

    /** Goes on after the session waited. */
    private void proceed() {
        try {
            goOn();
        } catch (RuntimeException | OutOfMemoryError failed) {
            session.reply().abandon();
            session.kill(CloseReason.ofFailure(failed));
            throw failed;
        }
        if (inputEnded && !session.waiting()) {
            inputEnded();
        }
    }

    /**
     * The client sends nothing more. It is still answered what it asked before, unless that is held
     * by CLIENT PAUSE or waits for something to happen, and then its connection ends.
     */
    public void inputEnded() {
        inputEnded = true;
        boolean answered = session.blocked() == null && !node.pause().active();
        if (session.quitting() || (session.waiting() && answered)) {
            return;
        }
        session.dropSubscriptions();
        session.quit(CloseReason.of(CloseReason.Kind.PEER_CLOSED));
    }

    private void goOn() {
        Request request = postponed;
        if (request != null && !session.quitting()) {
            postponed = null;
            handle(request);
        }
        ByteBuf waiting = unfinished;
        if (waiting != null && !session.waiting()) {
            decode(waiting);
            settleUnfinished(waiting);
            watchUnfinished();
        } else {
            dispatcher.settle(call);
        }
    }

    private void decode(ByteBuf input) {
        DecoderLimits limits = DecoderLimits.DEFAULT;
        long bulkMax = node.settings().current().bulkBytesMax();
        if (bulkMax != bulkBytesMax) {
            bulkBytesMax = bulkMax;
            decoder.limits(limits.withBulkBytesMax(bulkMax));
        }
        boolean more = true;
        while (more && !session.waiting() && !session.quitting()) {
            decoder.authenticated(session.identity().authenticated());
            more =
                    switch (decoder.decode(input)) {
                        case REQUEST -> {
                            handle(decoder.request());
                            yield true;
                        }
                        case INCOMPLETE -> false;
                        case ERROR -> {
                            dispatcher.protocolError(call, decoder.error());
                            yield false;
                        }
                        case CROSS_PROTOCOL -> {
                            session.kill(CloseReason.of(CloseReason.Kind.CROSS_PROTOCOL));
                            yield false;
                        }
                    };
        }
        dispatcher.settle(call);
    }

    private void handle(Request request) {
        if (!dispatcher.handle(call, request)) {
            postponed = request.copy();
        }
    }

    /** Gives back what has been read, or moves what has not to the front. */
    private void settleUnfinished(ByteBuf waiting) {
        if (session.quitting() || !waiting.isReadable()) {
            waiting.release();
            unfinished = null;
        } else if (waiting.readerIndex() > waiting.readableBytes()) {
            waiting.discardReadBytes();
        }
    }

    private void append(ByteBuf waiting, ByteBuf bytes) {
        int needed = waiting.readableBytes() + bytes.readableBytes();
        if (waiting.writableBytes() < bytes.readableBytes()) {
            waiting.discardReadBytes();
            if (waiting.capacity() < needed) {
                waiting.capacity(capacity(Math.max(needed, waiting.capacity())));
            }
        }
        waiting.writeBytes(bytes);
    }

    /**
     * Room for what is there and as much again, but not past the end of the request when that is
     * known.
     */
    private int capacity(int needed) {
        long doubled = Math.max(UNFINISHED_BYTES_MIN, 2L * needed);
        long wanted = decoder.bytesWanted();
        return (int)
                Math.min(
                        Integer.MAX_VALUE - 8,
                        wanted > needed ? Math.min(doubled, wanted) : doubled);
    }

    private void watchUnfinished() {
        ByteBuf waiting = unfinished;
        Transaction transaction = session.transaction();
        Request later = postponed;
        long request = decoder.bytesHeld() + (later == null ? 0 : later.wireBytes());
        if (waiting == null && transaction == null) {
            session.activity().unread(0, 0, request);
            return;
        }
        long unread = waiting == null ? 0 : waiting.readableBytes();
        session.activity().unread(unread, waiting == null ? 0 : waiting.capacity(), request);
        long bytes = unread + (transaction == null ? 0 : transaction.bytes());
        long set = node.settings().current().queryBufferBytesMax();
        long max = set == 0 ? UNFINISHED_BYTES_MAX : Math.min(set, UNFINISHED_BYTES_MAX);
        if (bytes > max) {
            session.kill(
                    CloseReason.of(
                            CloseReason.Kind.QUERY_BUFFER_LIMIT, bytes + " bytes, limit " + max));
        }
    }

    /** The connection is gone: gives back what was unfinished and ends the session. */
    public void end() {
        if (unfinished != null) {
            unfinished.release();
            unfinished = null;
        }
        postponed = null;
        dispatcher.monitors().leave(session);
        session.end();
    }

    public Session session() {
        return session;
    }
}
