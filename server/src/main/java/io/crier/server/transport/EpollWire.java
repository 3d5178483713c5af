package io.crier.server.transport;

import io.crier.server.telemetry.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/**
 * Sends straight from the shared block, one system call and no object per burst. Only what the
 * socket does not take goes through the channel, which waits for it to become writable.
 */
final class EpollWire extends ChannelWire {
    /**
     * Copied to wait for a full socket, so that a slow reader pins no block here; the rest stays in
     * the outbox.
     */
    private static final int LEFT_TO_CHANNEL_BYTES = 512;

    private final Socket socket;

    EpollWire(Channel channel, Socket socket, Endings endings) {
        super(channel, endings);
        this.socket = socket;
    }

    @Override
    public int descriptor() {
        return idle() && open() ? socket.intValue() : -1;
    }

    @Override
    public int write(ByteBuf block, int start, int end) {
        if (!idle()) {
            return 0;
        }
        if (!open() || !block.hasMemoryAddress()) {
            return super.write(block, start, end);
        }
        int sent = 0;
        try {
            sent = socket.sendAddress(block.memoryAddress(), start, end);
        } catch (IOException broken) {
            close(Broken.reason(broken));
            return 0;
        }
        if (sent == end - start) {
            return sent;
        }
        int left = Math.min(end - start - sent, LEFT_TO_CHANNEL_BYTES);
        try {
            return sent + sendCopy(block, start + sent, left);
        } catch (OutOfMemoryError exhausted) {
            // What the socket took must not be offered again.
            close(
                    CloseReason.of(
                            CloseReason.Kind.INTERNAL_ERROR,
                            String.valueOf(exhausted.getMessage())));
            return sent;
        }
    }
}
