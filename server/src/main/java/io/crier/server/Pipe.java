package io.crier.server;

import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.Wire;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Loop;
import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A wire whose other end is a thread of this program. It takes little: what the reader has not come
 * to yet stays in the outbox, in shared blocks and under the outbox's limit. The loop writes, one
 * other thread reads.
 */
final class Pipe implements Wire {
    /** Bytes that it copies ahead of the reader. */
    static final int BYTES_MAX = 64 * 1024;

    private static final byte[] END = {};

    private final Loop loop;
    private final Consumer<CloseReason> closing;
    private final BlockingQueue<byte[]> chunks = new LinkedBlockingQueue<>();
    private final AtomicLong ahead = new AtomicLong();
    private final AtomicBoolean stalled = new AtomicBoolean();
    private @Nullable Outbox outbox;
    private boolean closed;
    private volatile boolean finished;

    /**
     * @param closing runs on the loop when it was closed, once, with the first reason
     */
    Pipe(Loop loop, Consumer<CloseReason> closing) {
        this.loop = loop;
        this.closing = closing;
    }

    void outbox(Outbox writer) {
        outbox = writer;
    }

    @Override
    public int write(ByteBuf block, int start, int end) {
        int taken = closed ? 0 : (int) Math.min(end - start, BYTES_MAX - ahead.get());
        if (taken > 0) {
            byte[] chunk = new byte[taken];
            block.getBytes(start, chunk);
            ahead.addAndGet(taken);
            chunks.add(chunk);
        }
        if (taken < end - start) {
            stalled.set(true);
            resumeIfRoom();
        }
        return taken;
    }

    /**
     * Called after each change that could make room, by whichever thread made it; the flag lets one
     * of them win.
     */
    private void resumeIfRoom() {
        if (ahead.get() <= BYTES_MAX / 2 && stalled.compareAndSet(true, false)) {
            loop.execute(() -> Objects.requireNonNull(outbox).writable());
        }
    }

    @Override
    public long inFlight() {
        return ahead.get();
    }

    @Override
    public void reading(boolean on) {
        // Nothing is ever asked through a pipe.
    }

    @Override
    public void close(CloseReason reason) {
        if (!closed) {
            closed = true;
            loop.execute(() -> closing.accept(reason));
        }
    }

    /** Lets the reader find the end behind what was written. */
    void finish() {
        finished = true;
        chunks.add(END);
    }

    boolean finished() {
        return finished;
    }

    /** The reading end, for one thread. */
    InputStream reader() {
        return new Reader();
    }

    private final class Reader extends InputStream {
        private byte[] chunk = {};
        private int at;

        @Override
        public int read() throws InterruptedIOException {
            return more() ? chunk[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws InterruptedIOException {
            if (length == 0 || !more()) {
                return length == 0 ? 0 : -1;
            }
            int count = Math.min(length, chunk.length - at);
            System.arraycopy(chunk, at, into, offset, count);
            at += count;
            return count;
        }

        private boolean more() throws InterruptedIOException {
            while (at == chunk.length) {
                if (chunk.length > 0) {
                    ahead.addAndGet(-chunk.length);
                    resumeIfRoom();
                }
                at = 0;
                chunk = take();
                if (chunk.length == 0) {
                    chunks.add(END);
                    return false;
                }
            }
            return true;
        }

        private byte[] take() throws InterruptedIOException {
            try {
                return chunks.take();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the listener's thread was interrupted");
            }
        }
    }
}
