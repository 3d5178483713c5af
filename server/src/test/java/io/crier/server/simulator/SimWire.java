package io.crier.server.simulator;

import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.Wire;
import io.crier.server.telemetry.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A model of a socket: takes what its buffer has room for, may keep a piece of what comes after
 * that until there is room, and says when it can take more. The client makes room by reading.
 */
final class SimWire implements Wire {
    private static final int KEPT_BYTES_MAX = 16 * 1024;
    private static final int WRITES_UNTIL_BROKEN = 1_500;

    private final Simulation simulation;
    private final SimLoop loop;
    private final Received received = new Received();
    private final int bufferBytes;
    private final boolean lasts;
    private int room;
    private @Nullable ByteBuf kept;
    private @Nullable ByteBuf overtaken;
    private boolean keptIsBorrowed;
    private boolean owesWritable;
    private boolean reading = true;
    private boolean ended;
    private boolean broken;
    private long closedStep = Publish.NEVER;
    private @Nullable Outbox outbox;
    private @Nullable CloseReason reason;
    private @Nullable Runnable whenEnded;

    /**
     * @param lasts whether it never breaks
     */
    SimWire(Simulation simulation, SimLoop loop, int bufferBytes, boolean lasts) {
        this.simulation = simulation;
        this.loop = loop;
        this.bufferBytes = bufferBytes;
        this.room = bufferBytes;
        this.lasts = lasts;
    }

    void open(Outbox opened, Runnable gone) {
        outbox = opened;
        whenEnded = gone;
    }

    @Override
    public int write(ByteBuf block, int start, int end) {
        if (kept != null || reason != null || ended || broken) {
            return 0;
        }
        int length = Math.min(end - start, simulation.cut());
        if (!lasts && simulation.dice().nextInt(WRITES_UNTIL_BROKEN) == 0) {
            return breakOff(block, start, length);
        }
        int sent = Math.min(length, room);
        if (sent == length && overtaken == null && simulation.delaysWrite()) {
            overtaken = Unpooled.copiedBuffer(block.slice(start, length));
            return length;
        }
        take(block, start, sent);
        if (sent < length) {
            owesWritable = true;
            int more = simulation.dice().nextInt(Math.min(length - sent, KEPT_BYTES_MAX) + 1);
            if (more > 0) {
                keep(block, start + sent, more);
                sent += more;
            }
        }
        simulation.interleave();
        boolean repeats = simulation.fault() == Fault.REPEATED_BYTE;
        return repeats && sent > 1 && start + sent < end ? sent - 1 : sent;
    }

    /** It takes a piece, and the client is gone before it gets another. */
    private int breakOff(ByteBuf block, int start, int length) {
        broken = true;
        int sent = simulation.dice().nextInt(Math.min(length, room) + 1);
        take(block, start, sent);
        loop.arrive(this::end);
        return sent;
    }

    private void take(ByteBuf block, int start, int length) {
        received.add(block, start, length, simulation.nextStep());
        room -= length;
        ByteBuf late = overtaken;
        if (late != null) {
            overtaken = null;
            received.add(late, 0, late.readableBytes(), simulation.nextStep());
            late.release();
        }
    }

    private void keep(ByteBuf block, int start, int length) {
        keptIsBorrowed = simulation.fault() == Fault.BORROWED_FOR_TOO_LONG;
        kept = keptIsBorrowed ? block.slice(start, length) : block.retainedSlice(start, length);
    }

    /** The client read; as much as that fits into the socket's buffer again. Any place may call. */
    void read(int bytes) {
        room = Math.min(bufferBytes, room + bytes);
        if (owesWritable && reason == null && !ended && !broken) {
            loop.arrive(this::progress);
        }
    }

    private void progress() {
        if (reason != null || ended) {
            return;
        }
        ByteBuf waiting = kept;
        if (waiting != null) {
            int length = Math.min(room, waiting.readableBytes());
            if (!keptIsBorrowed || waiting.refCnt() > 0) {
                take(waiting, waiting.readerIndex(), length);
            }
            waiting.readerIndex(waiting.readerIndex() + length);
            if (waiting.isReadable()) {
                return;
            }
            letGo();
            writable();
        } else if (owesWritable && room > 0) {
            writable();
        }
    }

    private void writable() {
        owesWritable = false;
        if (outbox != null) {
            outbox.writable();
        }
    }

    private void letGo() {
        if (kept != null && !keptIsBorrowed) {
            kept.release();
        }
        kept = null;
    }

    @Override
    public long inFlight() {
        return kept == null ? 0 : kept.readableBytes();
    }

    @Override
    public void reading(boolean on) {
        reading = on;
    }

    boolean isReading() {
        return reading;
    }

    @Override
    public void close(CloseReason why) {
        boolean late = owesWritable && simulation.fault() == Fault.FULL_WIRE_STAYS;
        if (reason == null && !ended && !late) {
            reason = why;
            closed();
            simulation.trace(() -> "closed by the server: " + why.kind() + " " + why.sentence());
            loop.arrive(this::end);
        }
    }

    /** The client is gone; its loop learns of it. */
    void vanish() {
        loop.arrive(this::end);
    }

    private void end() {
        if (!ended) {
            ended = true;
            closed();
            if (simulation.fault() != Fault.LEAKED_BUFFER) {
                letGo();
            }
            if (whenEnded != null) {
                whenEnded.run();
            }
        }
    }

    private void closed() {
        closedStep = Math.min(closedStep, simulation.nextStep());
    }

    /** From when on the server wrote nothing more to it. */
    long closedStep() {
        return closedStep;
    }

    /** Whether it broke in the middle of a write. */
    boolean broken() {
        return broken;
    }

    boolean ended() {
        return ended;
    }

    /** Why the server closed it; null if it did not. */
    @Nullable CloseReason reason() {
        return reason;
    }

    Received received() {
        return received;
    }
}
