package io.crier.server.delivery;

import io.crier.server.telemetry.CloseReason;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A wire that sends what a test gives it room for and keeps as much of the rest as the test says.
 */
final class TestWire implements Wire {
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int room = Integer.MAX_VALUE;
    int keepsMax;
    int takesAtOnceMax = Integer.MAX_VALUE;
    Runnable whileWriting = () -> {};
    @Nullable CloseReason closed;
    int descriptor = -1;
    private @Nullable ByteBuf kept;

    @Override
    public int descriptor() {
        return kept == null ? descriptor : -1;
    }

    @Override
    public int write(ByteBuf block, int start, int end) {
        if (kept != null) {
            return 0;
        }
        int taken = Math.min(Math.min(room, takesAtOnceMax), end - start);
        send(block, start, taken);
        int more = Math.min(keepsMax, end - start - taken);
        if (more > 0) {
            kept = block.retainedSlice(start + taken, more);
            taken += more;
        }
        whileWriting.run();
        return taken;
    }

    private void send(ByteBuf source, int start, int length) {
        byte[] bytes = new byte[length];
        source.getBytes(start, bytes);
        sent.writeBytes(bytes);
        room -= length;
    }

    /** Makes room, sends what was kept and takes on. */
    void makeRoom(int bytes, Outbox outbox) {
        room = bytes;
        ByteBuf waiting = kept;
        if (waiting != null) {
            int length = Math.min(room, waiting.readableBytes());
            send(waiting, waiting.readerIndex(), length);
            waiting.skipBytes(length);
            if (waiting.isReadable()) {
                return;
            }
            waiting.release();
            kept = null;
        }
        outbox.writable();
    }

    @Override
    public long inFlight() {
        return kept == null ? 0 : kept.readableBytes();
    }

    @Override
    public void reading(boolean on) {}

    @Override
    public void close(CloseReason reason) {
        if (closed == null) {
            closed = reason;
        }
    }
}
