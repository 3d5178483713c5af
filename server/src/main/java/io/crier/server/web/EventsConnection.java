package io.crier.server.web;

import io.crier.server.command.Requests;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.crier.server.transport.ChannelWire;
import io.crier.server.transport.Endings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A client that gets server-sent events, and has nothing more to say. */
@OnLoop
final class EventsConnection extends SimpleChannelInboundHandler<ByteBuf>
        implements LoopWeb.Watched {
    private static final long COMMENT_AFTER_MILLIS = 15_000;

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Web web;
    private final LoopWeb loop;
    private final Requests requests;
    private final Session session;
    private final ChannelWire wire;

    EventsConnection(Web web, LoopWeb loop, Requests requests, ChannelWire wire) {
        this.web = web;
        this.loop = loop;
        this.requests = requests;
        this.session = requests.session();
        this.wire = wire;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop.watch(this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
        web.counters().bytesIn.add(bytes.readableBytes());
    }

    /**
     * A comment keeps what is in between from closing a silent connection, and finds a dead one.
     */
    @Override
    public void look(long nowMillis) {
        if (nowMillis - session.outbox().lastSentMillis() >= COMMENT_AFTER_MILLIS
                && session.pendingBytes() == 0) {
            session.outbox().appendCopy(Unpooled.wrappedBuffer(COMMENT));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            wire.close(CloseReason.of(CloseReason.Kind.PEER_CLOSED));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        wire.close(
                cause instanceof IOException
                        ? CloseReason.of(
                                CloseReason.Kind.IO_ERROR, String.valueOf(cause.getMessage()))
                        : Web.internalError(session, cause));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.forget(this);
        CloseReason reason = wire.reason();
        requests.end();
        Endings.note(
                session,
                web.counters(),
                reason != null ? reason : CloseReason.of(CloseReason.Kind.PEER_CLOSED));
    }
}
