package io.crier.server.web;

import io.crier.server.command.Requests;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.crier.server.transport.ChannelWire;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * A connection that was one of HTTP and stays now, and its end.
 *
 * @param <I> what its client sends
 */
@OnLoop
abstract sealed class StayingConnection<I> extends SimpleChannelInboundHandler<I>
        implements LoopWeb.Watched permits WebSocketConnection, EventsConnection {
    final Web web;
    final Session session;
    final ChannelWire wire;
    private final LoopWeb loop;
    private final Requests requests;

    StayingConnection(Web web, LoopWeb loop, Requests requests, ChannelWire wire) {
        this.web = web;
        this.loop = loop;
        this.requests = requests;
        this.session = requests.session();
        this.wire = wire;
    }

    final Requests requests() {
        return requests;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        loop.watch(this);
    }

    /**
     * What was published up to now is sent, then that the server goes down, and that is the end.
     */
    @Override
    public final void leave() {
        if (!session.quitting()) {
            session.leave(CloseReason.of(CloseReason.Kind.SHUTDOWN));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            wire.close(CloseReason.of(CloseReason.Kind.PEER_CLOSED));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.forget(this);
        requests.end();
        wire.note(session);
    }
}
