package io.crier.server.transport;

import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.Wire;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection's channel as an outbox sees it. Has at most one write under way; what comes
 * meanwhile waits in the outbox, as runs, where it costs no memory of its own.
 */
@OnLoop
public class ChannelWire implements Wire, ChannelFutureListener {
    /** Handed over at once at most: what is under way is pinned, and cannot be dropped any more. */
    static final int WRITE_BYTES_MAX = 256 * 1024;

    private final Channel channel;
    private final Endings endings;
    private @Nullable Outbox outbox;
    private @Nullable CloseReason reason;
    private int inFlight;
    private boolean held;
    private Runnable beforeClosing = () -> {};
    private boolean partsSlowly;

    ChannelWire(Channel channel, Endings endings) {
        this.channel = channel;
        this.endings = endings;
    }

    /** What ends the session; a peer that sees the connection closed is subscribed no more. */
    public void beforeClosing(Runnable ending) {
        beforeClosing = ending;
    }

    /** From now on a peer that is still sending gets to read what it was told last. */
    public void partSlowly() {
        partsSlowly = true;
    }

    void outbox(Outbox writer) {
        outbox = writer;
    }

    /** From now on it takes nothing, because something else is being written to the channel. */
    public void hold() {
        held = true;
    }

    /** Takes what waited meanwhile, and all that comes. */
    public void letGo() {
        held = false;
        if (outbox != null) {
            outbox.writable();
        }
    }

    @Override
    public int write(ByteBuf block, int start, int end) {
        if (!idle()) {
            return 0;
        }
        return send(block, start, Math.min(end, start + WRITE_BYTES_MAX));
    }

    private int send(ByteBuf block, int start, int end) {
        return hand(block.retainedSlice(start, end - start));
    }

    /** Hands a copy of bytes to the channel; answers how many. */
    final int sendCopy(ByteBuf block, int start, int length) {
        return hand(channel.alloc().directBuffer(length).writeBytes(block, start, length));
    }

    private int hand(ByteBuf bytes) {
        int length = bytes.readableBytes();
        ChannelFuture sent = channel.writeAndFlush(bytes);
        if (!sent.isSuccess()) {
            inFlight = length;
            sent.addListener(this);
        }
        return length;
    }

    /**
     * A write that had to wait is done. A failed one ends the connection, which Netty tells its
     * handler.
     */
    @Override
    public void operationComplete(ChannelFuture sent) {
        if (channel.eventLoop().inEventLoop() && sent.isSuccess()) {
            inFlight = 0;
            if (outbox != null) {
                outbox.writable();
            }
        } else if (!sent.isSuccess()) {
            close(
                    sent.cause() instanceof IOException error
                            ? Broken.reason(error)
                            : CloseReason.of(
                                    CloseReason.Kind.IO_ERROR, String.valueOf(sent.cause())));
        }
    }

    @Override
    public long inFlight() {
        return inFlight;
    }

    /**
     * Whether the socket still has its descriptor; once closed, the number may be another
     * connection's.
     */
    final boolean open() {
        return channel.isOpen();
    }

    final boolean idle() {
        return inFlight == 0 && reason == null && !held;
    }

    @Override
    public void reading(boolean on) {
        if (!on || !inputEnded()) {
            channel.config().setAutoRead(on);
        }
    }

    /** After the other side has said its last there is nothing to read; epoll refuses to wait. */
    private boolean inputEnded() {
        return channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
    }

    /**
     * The session ends right after what runs now; a socket that was not read from may stay longer.
     */
    @Override
    public void close(CloseReason why) {
        if (reason == null) {
            reason = why;
            channel.eventLoop()
                    .execute(() -> {
                        beforeClosing.run();
                        closeChannel(why);
                    });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the handler is told when the channel is closed
    private void closeChannel(CloseReason why) {
        if (inFlight != 0) {
            endings.closings().close(channel, unread());
        } else if (partsSlowly) {
            Farewell.close(channel, why);
        } else {
            channel.close();
        }
    }

    /** What closes a channel whose peer has not read what was sent before. */
    ChannelOutboundInvoker unread() {
        return channel;
    }

    /** Why the connection ended; it is the other side that closed it unless this one did. */
    public CloseReason reason() {
        CloseReason own = reason;
        return own != null ? own : CloseReason.of(CloseReason.Kind.PEER_CLOSED);
    }

    /** The connection is gone: counts and logs the end of its session. */
    public void note(Session session) {
        endings.note(session, reason());
    }
}
