package io.crier.server.delivery;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.broker.Batch;
import io.crier.server.broker.Broker;
import io.crier.server.broker.Interest;
import io.crier.server.broker.Match;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.threading.Clock;
import io.crier.server.threading.Loop;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of one loop: empties its inbox into the outboxes of its own subscribers, and flushes
 * at the end of a burst every outbox that was touched.
 */
@OnLoop
public final class LoopDelivery {
    /** When that many bytes of frames were fanned out, outboxes are flushed before going on. */
    private static final int FLUSH_EVERY_BYTES = 512 * 1024;

    private final Broker broker;
    private final Loop loop;
    private final Clock clock;
    private final Counters counters;
    private final BlockWriter writer;
    private final Subscribing subscribing;
    private final Compaction compaction;
    private final FlushList flushes = new FlushList();
    private final Runnable flush = this::flush;

    private @Nullable Lease cursor;
    private boolean flushScheduled;
    private long deliveries;
    private long bytesSent;
    private long tickMillis;
    private long writes;

    public LoopDelivery(
            Broker broker, Loop loop, Clock clock, Counters counters, ByteBufAllocator allocator) {
        this.broker = broker;
        this.loop = loop;
        this.clock = clock;
        this.counters = counters;
        this.writer = new BlockWriter(allocator);
        this.compaction = new Compaction(writer);
        this.subscribing = new Subscribing(broker, this, loop.index());
        this.tickMillis = clock.epochMillis();
    }

    public BlockWriter writer() {
        return writer;
    }

    public Loop loop() {
        return loop;
    }

    Clock clock() {
        return clock;
    }

    /** Delivers all that was published up to now and flushes. */
    public void drain() {
        deliver(broker.take(loop.index()));
        flush();
    }

    /**
     * Hands the messages of a batch to this loop's subscribers, in order, and gives the batch back.
     */
    void deliver(Batch batch) {
        try {
            deliverAll(batch);
        } finally {
            dropCursor();
            broker.done(loop.index(), batch);
        }
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
                flush();
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
        Audience audience = interest == null ? null : Audience.of(interest, loop.index());
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
            Audience audience = Audience.of(exact, loop.index());
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
            Audience audience = Audience.of(pattern, loop.index());
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

    /**
     * Subscribes to those of {@code names} that are not held yet; all at one point of the node's
     * order.
     */
    public void subscribe(Subscriber subscriber, Kind kind, List<Bytes> names) {
        subscribing.join(subscriber, kind, names);
    }

    /**
     * Unsubscribes from those of {@code names} that are held; all at one point of the node's order.
     */
    public void unsubscribe(Subscriber subscriber, Kind kind, List<Bytes> names) {
        subscribing.leave(subscriber, kind, names);
    }

    /** Ends every subscription of a subscriber who is gone. */
    public void unsubscribeAll(Subscriber subscriber) {
        subscribing.leaveAll(subscriber);
    }

    /** An outbox has something to write. */
    void dirty(Outbox outbox) {
        flushes.add(outbox);
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(flush);
        }
    }

    void sent(int bytes) {
        bytesSent += bytes;
        writes++;
    }

    /** Writes all that waits for subscribers that can take it. */
    public void flush() {
        flushScheduled = false;
        flushes.flushAll();
        writer.trim();
        if (deliveries != 0) {
            counters.deliveries.add(deliveries);
            deliveries = 0;
        }
        if (bytesSent != 0) {
            counters.bytesOut.add(bytesSent);
            counters.writes.add(writes);
            bytesSent = 0;
            writes = 0;
        }
    }

    /** Holds those who lag against their limits; called some times a second. */
    public void tick() {
        tickMillis = clock.epochMillis();
        flushes.checkLagging();
        compaction.runIfNeeded(flushes.lagging());
    }

    /**
     * Bytes of the blocks that this loop keeps, those that it is filling included; shared ones
     * once.
     */
    public long pinnedBytes() {
        return writer.pinned().bytes();
    }

    /** The time of the last tick, for what need not be exact; milliseconds since the epoch. */
    long tickMillis() {
        return tickMillis;
    }

    /**
     * Adds every block that a lagging outbox holds back to {@code blocks}, with its size, by its
     * identity.
     */
    public void collectHeldBlocks(IdentityHashMap<Object, Long> blocks) {
        for (Outbox outbox : flushes.lagging()) {
            outbox.collectBlocks(blocks);
        }
    }

    /** Lets go of the block being written; nothing may be delivered afterwards. */
    public void close() {
        broker.done(loop.index(), broker.take(loop.index()));
        writer.close();
    }
}
