package io.crier.server.delivery;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.broker.Batch;
import io.crier.server.broker.Interest;
import io.crier.server.broker.Match;
import io.crier.server.message.Message;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the subscribers of one loop: each outbox gets a run of the block that the
 * publisher's loop wrote, and what few need (pushes of RESP3, frames of patterns) is encoded here,
 * once.
 */
@OnLoop
final class FanOut {
    /** When that many bytes of frames were fanned out, outboxes are flushed before going on. */
    private static final int FLUSH_EVERY_BYTES = 512 * 1024;

    private final BlockWriter writer;
    private final int loop;
    private final Runnable flush;
    private @Nullable Lease cursor;
    private long deliveries;

    FanOut(BlockWriter writer, int loop, Runnable flush) {
        this.writer = writer;
        this.loop = loop;
        this.flush = flush;
    }

    /** Appends the messages of a batch to the outboxes of the loop's subscribers, in order. */
    void deliver(Batch batch) {
        try {
            deliverAll(batch);
        } finally {
            dropCursor();
        }
    }

    /** Messages handed to subscribers since the last {@link #takeDeliveries}. */
    long deliveries() {
        return deliveries;
    }

    long takeDeliveries() {
        long taken = deliveries;
        deliveries = 0;
        return taken;
    }

    private void deliverAll(Batch batch) {
        int size = batch.size();
        int sinceFlush = 0;
        for (int i = 0; i < size; ) {
            Message first = batch.message(i);
            Match match = batch.match(i);
            int next = i + 1;
            int end = first.end();
            if (match.patternCount() == 0) {
                for (; next < size && follows(batch, next, match, first.block(), end); next++) {
                    end = batch.message(next).end();
                }
            }
            try {
                fanOut(batch, i, next, match);
            } catch (OutOfMemoryError full) {
                endAll(match, full);
            }
            sinceFlush += end - first.start();
            if (sinceFlush >= FLUSH_EVERY_BYTES) {
                sinceFlush = 0;
                flush.run();
            }
            i = next;
        }
    }

    /**
     * There is no memory for a frame: those who would miss it are ended, so that nobody misses it
     * unawares.
     */
    private void endAll(Match match, OutOfMemoryError full) {
        CloseReason reason =
                CloseReason.of(CloseReason.Kind.INTERNAL_ERROR, String.valueOf(full.getMessage()));
        end(match.exact(), reason);
        for (int k = 0; k < match.patternCount(); k++) {
            end(match.pattern(k), reason);
        }
    }

    private void end(@Nullable Interest interest, CloseReason reason) {
        Audience audience = interest == null ? null : Audience.of(interest, loop);
        for (int seat = 0; audience != null && seat < audience.size(); seat++) {
            audience.member(seat).outbox().close(reason);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    private static boolean follows(Batch batch, int index, Match match, ByteBuf block, int end) {
        Message message = batch.message(index);
        return batch.match(index) == match && message.block() == block && message.start() == end;
    }

    /**
     * Messages {@code from} to before {@code to} stand in one piece and reach the same subscribers.
     */
    private void fanOut(Batch batch, int from, int to, Match match) {
        Interest exact = match.exact();
        Message first = batch.message(from);
        if (exact != null) {
            Audience audience = Audience.of(exact, loop);
            if (audience != null) {
                Lease lease = cursorFor(first.block());
                int start = first.start();
                int end = batch.message(to - 1).end();
                deliveries += (long) audience.size() * (to - from);
                if (append(audience, Dialect.RESP2, lease, start, end) < audience.size()) {
                    pushAll(audience, batch, from, to, lease.block, start, end);
                }
            }
        }
        for (int k = 0; k < match.patternCount(); k++) {
            Interest pattern = match.pattern(k);
            Audience audience = Audience.of(pattern, loop);
            if (audience != null) {
                deliveries += audience.size();
                if (encodeAndAppend(audience, Dialect.RESP2, pattern, first) < audience.size()) {
                    encodeAndAppend(audience, Dialect.RESP3, pattern, first);
                }
            }
        }
    }

    /** Appends to the members that speak {@code dialect}; answers how many these are. */
    private static int append(Audience audience, Dialect dialect, Lease lease, int start, int end) {
        int appended = 0;
        for (int seat = 0; seat < audience.size(); seat++) {
            Subscriber member = audience.member(seat);
            if (member.dialect() == dialect) {
                member.outbox().append(lease, start, end);
                appended++;
            }
        }
        return appended;
    }

    private void pushAll(
            Audience audience, Batch batch, int from, int to, ByteBuf frames, int start, int end) {
        Lease pushes;
        try {
            pushes = asPushes(batch, from, to, frames, start, end);
        } catch (OutOfMemoryError exhausted) {
            closeAll(audience, Dialect.RESP3, end - start);
            return;
        }
        int stop = pushes.block.writerIndex();
        appendOwn(audience, Dialect.RESP3, pushes, stop - (end - start), stop);
    }

    /** Nobody may miss a message unknowingly: who cannot be given it is disconnected. */
    private static void closeAll(Audience audience, Dialect dialect, int bytes) {
        CloseReason reason =
                CloseReason.of(
                        CloseReason.Kind.INTERNAL_ERROR,
                        "not enough memory for " + bytes + " bytes of messages");
        for (int seat = 0; seat < audience.size(); seat++) {
            Subscriber member = audience.member(seat);
            if (member.dialect() == dialect) {
                member.outbox().close(reason);
            }
        }
    }

    /**
     * The same frames for RESP3: they differ in their first byte. They stand at the end of the
     * returned block.
     */
    private Lease asPushes(Batch batch, int from, int to, ByteBuf frames, int start, int end) {
        Lease lease = writer.leaseWithRoom(end - start);
        int copy = lease.block.writerIndex();
        lease.block.writeBytes(frames, start, end - start);
        for (int i = from; i < to; i++) {
            lease.block.setByte(copy + batch.message(i).start() - start, '>');
        }
        return lease;
    }

    private int encodeAndAppend(
            Audience audience, Dialect dialect, Interest pattern, Message message) {
        if (!speaks(audience, dialect)) {
            return 0;
        }
        byte[] name = pattern.name().array();
        byte[] channel = message.channel().array();
        int bytes = Frames.pmessageBytes(name.length, channel.length, message.payloadLength());
        Lease lease;
        try {
            lease = writer.leaseWithRoom(bytes);
        } catch (OutOfMemoryError exhausted) {
            closeAll(audience, dialect, bytes);
            return 0;
        }
        int start = lease.block.writerIndex();
        Frames.pmessage(
                lease.block,
                dialect,
                name,
                channel,
                message.block(),
                message.payload(),
                message.payloadLength());
        return appendOwn(audience, dialect, lease, start, lease.block.writerIndex());
    }

    /**
     * Appends what was just encoded here. Held meanwhile: an outbox that has to make room writes,
     * and the writer may need the block for that.
     */
    private static int appendOwn(
            Audience audience, Dialect dialect, Lease lease, int start, int end) {
        lease.retain();
        int appended = append(audience, dialect, lease, start, end);
        lease.release();
        return appended;
    }

    private static boolean speaks(Audience audience, Dialect dialect) {
        for (int seat = 0; seat < audience.size(); seat++) {
            if (audience.member(seat).dialect() == dialect) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    private Lease cursorFor(ByteBuf block) {
        Lease current = cursor;
        if (current != null && current.block == block) {
            return current;
        }
        dropCursor();
        Lease own = writer.leaseOf(block);
        if (own != null) {
            own.retain();
        } else {
            own = new Lease(block.retain(), writer.pinned());
        }
        cursor = own;
        return own;
    }

    private void dropCursor() {
        if (cursor != null) {
            cursor.release();
            cursor = null;
        }
    }
}
