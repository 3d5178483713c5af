package io.crier.server.delivery;

import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one client still has to be sent: runs of shared blocks, in order. Appending never writes;
 * the loop flushes all outboxes that it touched at the end of a burst. A client that does not read
 * holds its runs, which cost no copy of their bytes, until it reaches the limit of its class.
 */
@OnLoop
public final class Outbox {
    /** Fewer bytes than this in a run are copied together with the next ones into one write. */
    private static final int GATHER_BELOW_BYTES = 8 * 1024;

    /** What is copied together at most. */
    private static final int GATHER_BYTES_MAX = 32 * 1024;

    private final LoopDelivery delivery;
    private final Wire wire;
    private final RunQueue queue = new RunQueue();
    private @Nullable RunQueue held;

    /** Where runs were copied together, while they are sent from there. */
    private @Nullable Lease gathered;

    private Limit limit = Limit.NONE;
    private long softSinceNanos;
    private boolean softReached;
    private boolean dirty;
    private boolean stalled;
    private boolean watched;
    private boolean closed;
    private @Nullable CloseReason closeWhenSent;
    private long pendingMax;
    private long lastSentMillis;

    public Outbox(LoopDelivery delivery, Wire wire) {
        this.delivery = delivery;
        this.wire = wire;
    }

    /** The limit of the client's class from now on. */
    public void limit(Limit newLimit) {
        limit = newLimit;
    }

    /**
     * Appends a push: bytes of a block that the caller's lease keeps retained. A client that is to
     * be closed when all was sent gets no more of them, or it might never be.
     */
    void append(Lease lease, int start, int end) {
        if (closed || closeWhenSent != null) {
            return;
        }
        if (limit.hardBytes() != 0 && pendingBytes() + end - start >= limit.hardBytes()) {
            makeRoom(end - start);
            if (closed) {
                return;
            }
        }
        RunQueue target = held;
        (target != null ? target : queue).add(lease, start, end);
        touched();
    }

    /**
     * Writes what the wire takes; a client for whom the next bytes are still too many is closed.
     */
    private void makeRoom(int length) {
        flush();
        long pending = pendingBytes() + length;
        if (!closed && pending >= limit.hardBytes()) {
            close(overHardLimit(pending));
        }
    }

    private CloseReason overHardLimit(long pending) {
        return CloseReason.of(
                CloseReason.Kind.OUTPUT_BUFFER_LIMIT,
                pending + " bytes pending, hard limit " + limit.hardBytes());
    }

    /** Appends a copy of the readable bytes of {@code source}: replies. */
    public void appendCopy(ByteBuf source) {
        int length = source.readableBytes();
        if (closed || length == 0) {
            return;
        }
        Lease lease = delivery.writer().leaseWithRoom(length);
        int start = lease.block.writerIndex();
        lease.block.writeBytes(source, source.readerIndex(), length);
        queue.add(lease, start, start + length);
        touched();
    }

    /**
     * Appends a copy of the readable bytes of {@code source} as a push: behind the reply that is
     * being written.
     */
    public void appendPush(ByteBuf source) {
        int length = source.readableBytes();
        if (closed || closeWhenSent != null || length == 0) {
            return;
        }
        Lease lease = delivery.writer().leaseWithRoom(length);
        int start = lease.block.writerIndex();
        lease.block.writeBytes(source, source.readerIndex(), length);
        lease.retain();
        append(lease, start, start + length);
        lease.release();
    }

    private void touched() {
        if (!dirty) {
            dirty = true;
            delivery.dirty(this);
        }
    }

    /**
     * From now on pushes wait behind the replies of the command that is being run, until {@link
     * #letGo}.
     */
    public void hold() {
        if (held == null) {
            held = new RunQueue();
        }
    }

    /** Sends what was held. */
    public void letGo() {
        RunQueue waiting = held;
        held = null;
        if (waiting != null) {
            waiting.moveTo(queue);
        }
    }

    /** The wire can take bytes again. */
    public void writable() {
        stalled = false;
        flush();
    }

    /** Writes what the wire takes and holds what remains against the limit. */
    void flush() {
        dirty = false;
        if (closed) {
            return;
        }
        while (!stalled && !queue.isEmpty()) {
            stalled = !writeFront();
        }
        long pending = pendingBytes();
        if (pending > pendingMax) {
            pendingMax = pending;
        }
        if (pending != 0) {
            check(pending);
        } else {
            softReached = false;
            CloseReason reason = closeWhenSent;
            if (reason != null) {
                wire.close(reason);
            }
        }
    }

    /**
     * Adds what is to be written first to {@code together}, if it can be sent that way; {@link
     * #flush} does what remains.
     *
     * @return the bytes that had to be copied for that
     */
    int offer(SendTogether together) {
        int descriptor = closed || stalled || queue.isEmpty() ? -1 : wire.descriptor();
        if (descriptor < 0) {
            return 0;
        }
        ByteBuf block = queue.leaseAt(0).block;
        int start = queue.startAt(0);
        int end = queue.endAt(0);
        if (queue.size() > 1 && end - start < GATHER_BELOW_BYTES) {
            Lease room = roomToGather();
            if (room == null) {
                return 0;
            }
            block = room.block;
            start = block.writerIndex();
            end = gather(block);
            room.retain();
            gathered = room;
        }
        if (!block.hasMemoryAddress()) {
            letGoOfGathered();
            return 0;
        }
        together.add(this, descriptor, block.memoryAddress() + start, end - start);
        return gathered == null ? 0 : end - start;
    }

    /** The wire's socket took so many of the bytes that were offered. */
    public void sentTogether(int bytes) {
        letGoOfGathered();
        delivery.sentTogether();
        sent(bytes);
        queue.consume(bytes);
    }

    private void letGoOfGathered() {
        Lease room = gathered;
        if (room != null) {
            gathered = null;
            room.release();
        }
    }

    /** Whether the wire can be written to again. */
    private boolean writeFront() {
        int start = queue.startAt(0);
        int end = queue.endAt(0);
        if (queue.size() > 1 && end - start < GATHER_BELOW_BYTES) {
            Lease room = roomToGather();
            if (room != null) {
                return writeGathered(room.block);
            }
        }
        int taken = wire.write(queue.leaseAt(0).block, start, end);
        sent(taken);
        queue.consume(taken);
        return mayGoOn(taken, end - start);
    }

    /**
     * Whether to write on. A wire that took a part and has nothing under way was full for a moment
     * only, and will not call.
     */
    private boolean mayGoOn(int taken, int offered) {
        return taken == offered || (taken > 0 && wire.inFlight() == 0);
    }

    /** Null without memory: runs can be written one by one as well. */
    private @Nullable Lease roomToGather() {
        try {
            return delivery.writer().leaseWithRoom(bytesToGather());
        } catch (OutOfMemoryError exhausted) {
            return null;
        }
    }

    private int bytesToGather() {
        return (int) Math.min(queue.bytes(), GATHER_BYTES_MAX);
    }

    /** Copies runs together at the end of {@code block}; answers where they end. */
    private int gather(ByteBuf block) {
        int wanted = bytesToGather();
        int start = block.writerIndex();
        int end = start;
        for (int i = 0; i < queue.size() && end < start + wanted; i++) {
            int from = queue.startAt(i);
            int length = Math.min(queue.endAt(i) - from, start + wanted - end);
            block.setBytes(end, queue.leaseAt(i).block, from, length);
            end += length;
        }
        block.writerIndex(end);
        return end;
    }

    private boolean writeGathered(ByteBuf block) {
        int start = block.writerIndex();
        int end = gather(block);
        int taken = wire.write(block, start, end);
        sent(taken);
        queue.consume(taken);
        if (wire.inFlight() == 0) {
            delivery.writer().takeBack(block, start);
        }
        return mayGoOn(taken, end - start);
    }

    private void sent(int bytes) {
        delivery.sent(bytes);
        if (bytes != 0) {
            lastSentMillis = delivery.tickMillis();
        }
    }

    /**
     * Disconnects a client that reached its limit; called after each write and by the loop's tick.
     */
    void check(long pending) {
        if (limit.hardBytes() != 0 && pending >= limit.hardBytes()) {
            close(overHardLimit(pending));
            return;
        }
        if (limit.softBytes() == 0 || pending < limit.softBytes()) {
            softReached = false;
            return;
        }
        long now = delivery.clock().nanos();
        if (!softReached) {
            softReached = true;
            softSinceNanos = now;
        } else if (now - softSinceNanos > limit.softTime().toNanos()) {
            close(
                    CloseReason.of(
                            CloseReason.Kind.OUTPUT_BUFFER_LIMIT,
                            pending
                                    + " bytes pending for longer than "
                                    + limit.softTime().toSeconds()
                                    + " s, soft limit "
                                    + limit.softBytes()));
        }
    }

    /** Bytes that wait to be sent, with those that the wire holds. */
    public long pendingBytes() {
        RunQueue waiting = held;
        return queue.bytes() + wire.inFlight() + (waiting == null ? 0 : waiting.bytes());
    }

    /** The most bytes that ever waited after a flush. */
    public long pendingMax() {
        return pendingMax;
    }

    /**
     * When bytes were last taken for this client, to a tick of the loop; milliseconds since the
     * epoch.
     */
    public long lastSentMillis() {
        return lastSentMillis;
    }

    /** Bytes of the table of what waits; what waits stands elsewhere. */
    public long tableBytes() {
        return queue.tableBytes();
    }

    /** Runs that wait: the length of Redis' output list. */
    public int pendingRuns() {
        return queue.size();
    }

    void collectBlocks(IdentityHashMap<Object, Long> blocks) {
        for (int i = 0; i < queue.size(); i++) {
            ByteBuf block = queue.leaseAt(i).block;
            blocks.put(block, (long) block.capacity());
        }
    }

    RunQueue queue() {
        return queue;
    }

    boolean lags() {
        return !closed && (!queue.isEmpty() || wire.inFlight() != 0);
    }

    /** Remembers that the loop watches it; answers whether it did not until now. */
    boolean markLagging() {
        boolean first = !watched;
        watched = true;
        return first;
    }

    void caughtUp() {
        watched = false;
        softReached = false;
    }

    public Wire wire() {
        return wire;
    }

    boolean closed() {
        return closed;
    }

    /** Ends the connection when everything that was appended up to now has been sent. */
    public void closeWhenSent(CloseReason reason) {
        if (closeWhenSent == null) {
            closeWhenSent = reason;
            touched();
        }
    }

    /** Ends the connection at once and forgets what is pending. */
    public void close(CloseReason reason) {
        forget();
        wire.close(reason);
    }

    /** Lets go of everything; the connection is gone. */
    public void forget() {
        closed = true;
        queue.clear();
        if (held != null) {
            held.clear();
            held = null;
        }
    }
}
