package io.crier.server.delivery;

import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one client still has to be sent: runs of shared blocks, in order. Appending never writes;
 * the loop flushes all outboxes that it touched at the end of a burst. A client that does not read
 * holds its runs, which cost no copy of their bytes, until it reaches the limit of its class. Then
 * messages of channels with another policy are skipped, and otherwise the client is closed.
 */
@OnLoop
public final class Outbox {
    private static final long READY_BYTES_MAX = 64 * 1024;

    private final LoopDelivery delivery;
    private final Wire wire;
    private final RunQueue queue = new RunQueue();
    private final QueueWriter writer;

    /** Behind the queue; null while there is nothing that has to stand there. */
    private @Nullable Waiting waiting;

    private @Nullable Missed missed;
    private GapTeller teller = GapTeller.SILENT;

    private final OutputLimit limit = new OutputLimit();
    private boolean holding;
    private boolean dirty;
    private boolean stalled;
    private boolean watched;
    private boolean closed;
    private @Nullable CloseReason closeWhenSent;
    private long pendingMax;

    public Outbox(LoopDelivery delivery, Wire wire) {
        this.delivery = delivery;
        this.wire = wire;
        this.writer = new QueueWriter(queue, wire, delivery);
    }

    /** The limit of the client's class from now on. */
    public void limit(Limit newLimit) {
        limit.set(newLimit);
    }

    /** By {@code newTeller} the client is told of what is appended from now on and skipped. */
    public void teller(GapTeller newTeller) {
        teller = newTeller;
    }

    /**
     * Appends a push: bytes of a block that the caller's lease keeps retained. A client that is to
     * be closed when all was sent gets no more of them, or it might never be.
     */
    void append(Lease lease, int start, int end) {
        if (closed || closeWhenSent != null) {
            return;
        }
        if (limit.hardReached(pendingBytes() + end - start)) {
            makeRoom(end - start);
            if (closed) {
                return;
            }
        }
        if (waiting == null && !holding) {
            queue.add(lease, start, end);
        } else {
            waiting().stay(lease, start, end, holding);
        }
        touched();
    }

    /**
     * Writes what the wire takes, and skips what may be skipped; a client for whom the next bytes
     * are still too many is closed.
     */
    private void makeRoom(int length) {
        flush();
        skipDownTo(limit.hardBytes() - 1 - length);
        long pending = pendingBytes() + length;
        if (!closed && limit.hardReached(pending)) {
            close(limit.reason(pending));
        }
    }

    /**
     * Appends one message that may be skipped, as {@link #append(Lease, int, int)} otherwise. While
     * the client reads it goes the way of all others; so that few bytes are past skipping when it
     * stops, these are written now and then.
     */
    void append(Lease lease, int start, int end, Topic topic) {
        if (closed || closeWhenSent != null) {
            return;
        }
        if (waiting == null && !holding && !stalled && pendingBytes() + end - start > readyMax()) {
            flush();
            if (closed) {
                return;
            }
        }
        if (waiting == null && !holding && !stalled && pendingBytes() + end - start <= readyMax()) {
            queue.add(lease, start, end);
            touched();
        } else {
            appendBehind(lease, start, end, topic);
        }
    }

    private void appendBehind(Lease lease, int start, int end, Topic topic) {
        if (limit.hardReached(end - start)) {
            waiting().tooLarge(topic, teller, holding);
            touched();
            return;
        }
        Waiting list = waiting();
        list.add(topic, teller, lease, start, end, stalled, holding);
        if (limit.hardReached(pendingBytes() + list.tableBytes())) {
            flush();
        } else {
            touched();
        }
    }

    /**
     * So many bytes are at most made ready for the socket, past skipping, if a message is not more.
     */
    private long readyMax() {
        long hard = limit.hardBytes();
        return hard == 0 ? READY_BYTES_MAX : Math.clamp(hard / 2, 1, READY_BYTES_MAX);
    }

    private Waiting waiting() {
        Waiting list = waiting;
        if (list == null) {
            list = new Waiting(missed());
            waiting = list;
        }
        return list;
    }

    private Missed missed() {
        Missed known = missed;
        if (known == null) {
            known = new Missed(delivery);
            missed = known;
        }
        return known;
    }

    /** Appends a copy of the readable bytes of {@code source}: replies. */
    public void appendCopy(ByteBuf source) {
        int length = source.readableBytes();
        if (closed || length == 0) {
            return;
        }
        Lease lease = copied(source, length);
        int start = lease.block.writerIndex() - length;
        Waiting behind = waiting;
        if (behind == null || behind.allHeld()) {
            queue.add(lease, start, start + length);
        } else {
            behind.reply(lease, start, start + length);
        }
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
        Lease lease = copied(source, length);
        int start = lease.block.writerIndex() - length;
        lease.retain();
        append(lease, start, start + length);
        lease.release();
    }

    /** A copy at the end of a block. */
    private Lease copied(ByteBuf source, int length) {
        Lease lease = delivery.writer().leaseWithRoom(length);
        lease.block.writeBytes(source, source.readerIndex(), length);
        return lease;
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
        holding = true;
    }

    /** Sends what was held. */
    public void letGo() {
        holding = false;
        if (waiting != null) {
            waiting.letGo();
            touched();
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
        while (!stalled && ready()) {
            stalled = !writer.writeFront();
        }
        Waiting behind = waiting;
        if (stalled && behind != null) {
            behind.keepLatest();
        }
        long pending = pendingBytes();
        if (pending > pendingMax) {
            pendingMax = pending;
        }
        if (pending != 0) {
            check(pending);
        } else {
            limit.kept();
            CloseReason reason = closeWhenSent;
            if (reason != null) {
                wire.close(reason);
            }
        }
    }

    /** Makes the next bytes ready to be written; answers whether there are any. */
    private boolean ready() {
        Waiting behind = waiting;
        if (behind != null) {
            long underWay = wire.inFlight();
            behind.moveTo(queue, readyMax() - underWay, this::tell);
            if (behind.isEmpty()) {
                waiting = null;
            } else if (queue.isEmpty() && underWay != 0) {
                stalled = true;
            }
        }
        return !queue.isEmpty();
    }

    private void tell(Entry.Gap gap) {
        ByteBuf note = gap.teller.tell(gap.channel, gap.missed);
        if (note != null) {
            Lease lease = copied(note, note.readableBytes());
            int end = lease.block.writerIndex();
            queue.add(lease, end - note.readableBytes(), end);
        }
    }

    /**
     * Adds what is to be written first to {@code together}, if it can be sent that way; {@link
     * #flush} does what remains.
     *
     * @return the bytes that had to be copied for that
     */
    int offer(SendTogether together) {
        return closed || stalled || !ready() ? 0 : writer.offer(together, this);
    }

    /** The wire's socket took so many of the bytes that were offered. */
    public void sentTogether(int bytes) {
        writer.sentTogether(bytes);
    }

    /**
     * Skips what may be skipped for a client that reached its limit, and disconnects it if that is
     * not enough; called after each write and by the loop's tick.
     */
    void check(long pending) {
        Waiting behind = waiting;
        long bound =
                limit.reached(
                        behind == null ? pending : pending + behind.tableBytes(), delivery.clock());
        if (bound == 0) {
            return;
        }
        skipDownTo(bound - 1);
        long left = pendingBytes();
        if (left >= bound) {
            close(limit.reason(left));
        }
    }

    /** Skips the oldest messages that may be skipped, until no more than so many bytes wait. */
    private void skipDownTo(long bytesMax) {
        Waiting behind = waiting;
        if (behind != null) {
            behind.skipDownTo(bytesMax - queue.bytes() - wire.inFlight());
        }
    }

    /** Bytes that wait to be sent, with those that the wire holds. */
    public long pendingBytes() {
        Waiting behind = waiting;
        return queue.bytes() + wire.inFlight() + (behind == null ? 0 : behind.bytes());
    }

    /** Messages that were skipped for this client. */
    public long missedMessages() {
        Missed known = missed;
        return known == null ? 0 : known.messages();
    }

    /** The policy of what last had to wait for this client, or would be skipped for it. */
    public SlowPolicy policy() {
        Missed known = missed;
        return known == null ? SlowPolicy.DISCONNECT : known.policy();
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
        return writer.lastSentMillis();
    }

    /** Bytes of the table of what waits; what waits stands elsewhere. */
    public long tableBytes() {
        Waiting behind = waiting;
        return queue.tableBytes() + (behind == null ? 0 : behind.tableBytes());
    }

    /** Runs that wait: the length of Redis' output list. */
    public int pendingRuns() {
        Waiting behind = waiting;
        return queue.size() + (behind == null ? 0 : behind.entries());
    }

    void collectBlocks(IdentityHashMap<Object, Long> blocks) {
        eachQueue(runs -> {
            for (int i = 0; i < runs.size(); i++) {
                ByteBuf block = runs.leaseAt(i).block;
                blocks.put(block, (long) block.capacity());
            }
        });
    }

    void eachQueue(Consumer<RunQueue> action) {
        action.accept(queue);
        Waiting behind = waiting;
        if (behind != null) {
            behind.eachQueue(action);
        }
    }

    boolean lags() {
        return !closed && (!queue.isEmpty() || wire.inFlight() != 0 || waiting != null);
    }

    /** Remembers that the loop watches it; answers whether it did not until now. */
    boolean markLagging() {
        boolean first = !watched;
        watched = true;
        return first;
    }

    void caughtUp() {
        watched = false;
        limit.kept();
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

    /**
     * Ends the connection with a copy of the readable bytes of {@code last}, if nothing else waits
     * to be sent.
     *
     * @return whether it does
     */
    public boolean closeWith(ByteBuf last, CloseReason reason) {
        flush();
        if (closed || closeWhenSent != null || pendingBytes() != 0) {
            return false;
        }
        appendCopy(last);
        closeWhenSent = reason;
        flush();
        return true;
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
        if (waiting != null) {
            waiting.clear();
            waiting = null;
        }
    }
}
