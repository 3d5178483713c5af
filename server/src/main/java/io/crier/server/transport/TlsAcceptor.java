package io.crier.server.transport;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Lets a client speak after a handshake of TLS; until then it has no session. */
public final class TlsAcceptor extends ChannelInitializer<Channel> {
    private final Tls tls;
    private final Greeter greeter;

    public TlsAcceptor(Tls tls, Greeter greeter) {
        this.tls = tls;
        this.greeter = greeter;
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    /** Where there are too many, no handshake is made to say so. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for its end
    protected void initChannel(Channel channel) {
        CloseReason.Kind refusal = greeter.admission().refusal(channel);
        SslHandler handler =
                refusal == CloseReason.Kind.MAX_CLIENTS
                        ? null
                        : tls.handler(channel.alloc(), greeter.web());
        if (handler == null) {
            channel.close();
            return;
        }
        channel.pipeline().addLast(handler, new Handshake(channel, greeter, refusal));
    }

    /**
     * Waits for the handshake and begins the conversation then. Stays, to tell the conversation of
     * the ends of TLS in the words of plain sockets.
     */
    @OnLoop
    private static final class Handshake extends ChannelInboundHandlerAdapter {
        private final SocketAddress peer;
        private final Endings endings;
        private final Greeter greeter;
        private final CloseReason.@Nullable Kind refusal;
        private boolean over;
        private boolean inputEnded;

        Handshake(Channel channel, Greeter greeter, CloseReason.@Nullable Kind refusal) {
            this.peer = channel.remoteAddress();
            this.endings = greeter.admission().endings(channel);
            this.greeter = greeter;
            this.refusal = refusal;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            switch (event) {
                case SslHandshakeCompletionEvent done when done.isSuccess() -> {
                    over = true;
                    greeter.greet(context.channel(), refusal);
                }
                case SslHandshakeCompletionEvent failed -> fail(context, failed.cause());
                case SslCloseCompletionEvent closed when closed.isSuccess() -> inputEnded(context);
                case ChannelInputShutdownEvent _ -> inputEnded(context);
                default -> context.fireUserEventTriggered(event);
            }
        }

        private void inputEnded(ChannelHandlerContext context) {
            if (!over) {
                fail(context, null);
            } else if (!inputEnded) {
                inputEnded = true;
                context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for its end
        private void fail(ChannelHandlerContext context, @Nullable Throwable cause) {
            if (!over) {
                over = true;
                if (refusal == null) { // else it was counted and said when it came
                    endings.note(peer, TlsEndings.reason(cause));
                }
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Throwable broken =
                    cause instanceof DecoderException && cause.getCause() instanceof IOException io
                            ? io
                            : cause;
            if (context.pipeline().last() != this) {
                context.fireExceptionCaught(broken);
            } else {
                fail(context, broken);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(context, null);
            context.fireChannelInactive();
        }
    }
}
