package io.crier.server.delivery;

import io.crier.server.telemetry.CloseReason;
import io.netty.buffer.ByteBuf;

/**
 * Where an outbox writes: a socket in production, a model of one in the simulator. Belongs to the
 * session's loop.
 */
public interface Wire {
    /**
     * Takes bytes from the front of {@code [start, end)} of a block and sends them after all that
     * it took before. Retains the block itself for as long as it needs bytes that it took.
     *
     * @return how many bytes it took, 0 to {@code end - start}. When it takes none, or when some of
     *     them are {@link #inFlight} afterwards, it calls {@link Outbox#writable()} as soon as it
     *     can take more, unless it breaks first; otherwise it can be offered the rest at once.
     */
    int write(ByteBuf block, int start, int end);

    /**
     * The descriptor of a socket that may be sent to directly now, in place of {@link #write}; -1
     * where there is none, or where bytes that were taken wait before it.
     */
    default int descriptor() {
        return -1;
    }

    /** Bytes that were taken and have not left for the system yet. */
    long inFlight();

    /** Whether to go on reading requests; on at first. */
    void reading(boolean on);

    /**
     * Ends the connection without writing what is pending. The session is told afterwards, on its
     * loop and never from inside this call. Only the first reason counts.
     */
    void close(CloseReason reason);
}
