package io.crier.bench.jmh;

import io.crier.server.delivery.Wire;
import io.crier.server.telemetry.CloseReason;
import io.netty.buffer.ByteBuf;

/** A socket that takes everything at once and costs nothing; sums up what it took. */
public final class OpenWire implements Wire {
    private long taken;
    private long writes;

    /** Bytes taken so far. */
    public long taken() {
        return taken;
    }

    /** Calls of {@link #write} so far. */
    public long writes() {
        return writes;
    }

    @Override
    public int write(ByteBuf block, int start, int end) {
        taken += end - start;
        writes++;
        return end - start;
    }

    @Override
    public long inFlight() {
        return 0;
    }

    @Override
    public void reading(boolean on) {}

    @Override
    public void close(CloseReason reason) {
        throw new IllegalStateException(reason.sentence());
    }
}
