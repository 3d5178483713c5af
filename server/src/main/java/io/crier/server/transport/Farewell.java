package io.crier.server.transport;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection whose peer may still be sending. A socket that is closed with unread
 * bytes takes back what was sent last, so this one only says that nothing more will come, and reads
 * on until the peer ends too or some seconds have passed.
 */
@OnLoop
final class Farewell extends ChannelInboundHandlerAdapter {
    private static final long SECONDS_MAX = 5;

    private Farewell() {}

    /** Ends a connection on its loop. */
    @SuppressWarnings("FutureReturnValueIgnored") // the handler is told when the channel is closed
    static void close(Channel channel, CloseReason why) {
        if (!isOwedTo(why)
                || !(channel instanceof DuplexChannel duplex)
                || !channel.isActive()
                || channel.pipeline().get(SslHandler.class) != null // has its own goodbye
                || duplex.isInputShutdown()) {
            channel.close();
            return;
        }
        channel.pipeline().addFirst(new Farewell());
        duplex.shutdownOutput();
        channel.config().setAutoRead(true);
        var tooLong =
                channel.eventLoop().schedule(() -> channel.close(), SECONDS_MAX, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> tooLong.cancel(false));
    }

    /** Whether there is a peer, and one that was told something last. */
    private static boolean isOwedTo(CloseReason why) {
        return switch (why.kind()) {
            case QUIT,
                    KILLED,
                    REVOKED,
                    TOKEN_EXPIRED,
                    PROTOCOL_ERROR,
                    REQUEST_REFUSED,
                    QUERY_BUFFER_LIMIT,
                    IDLE ->
                    true;
            case PEER_CLOSED,
                    CROSS_PROTOCOL,
                    OUTPUT_BUFFER_LIMIT,
                    MEMORY_EVICTION,
                    MAX_CLIENTS,
                    PROTECTED_MODE,
                    PEER_GONE,
                    IO_ERROR,
                    NO_MEMORY,
                    TLS_HANDSHAKE,
                    INTERNAL_ERROR,
                    SHUTDOWN ->
                    false;
        };
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        ReferenceCountUtil.release(bytes);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            context.close();
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
