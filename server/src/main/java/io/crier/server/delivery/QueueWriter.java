package io.crier.server.delivery;

import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes the runs of one client: large ones as they stand, small ones copied together. */
@OnLoop
final class QueueWriter {
    /** Fewer bytes than this in a run are copied together with the next ones into one write. */
    private static final int GATHER_BELOW_BYTES = 8 * 1024;

    /** What is copied together at most. */
    private static final int GATHER_BYTES_MAX = 32 * 1024;

    private final RunQueue queue;
    private final Wire wire;
    private final LoopDelivery delivery;

    /** Where runs were copied together, while they are sent from there. */
    private @Nullable Lease gathered;

    private long lastSentMillis;

    QueueWriter(RunQueue queue, Wire wire, LoopDelivery delivery) {
        this.queue = queue;
        this.wire = wire;
        this.delivery = delivery;
    }

    /** When bytes were last taken, to a tick of the loop; milliseconds since the epoch. */
    long lastSentMillis() {
        return lastSentMillis;
    }

    /**
     * Adds what is to be written first to {@code together}, if it can be sent that way.
     *
     * @param outbox of the queue, which is not empty
     * @return the bytes that had to be copied for that
     */
    int offer(SendTogether together, Outbox outbox) {
        int descriptor = wire.descriptor();
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
        together.add(outbox, descriptor, block.memoryAddress() + start, end - start);
        return gathered == null ? 0 : end - start;
    }

    /** The wire's socket took so many of the bytes that were offered. */
    void sentTogether(int bytes) {
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
    boolean writeFront() {
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
}
