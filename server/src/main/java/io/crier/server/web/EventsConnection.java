package io.crier.server.web;

import io.crier.server.command.Requests;
import io.crier.server.delivery.Form;
import io.crier.server.threading.OnLoop;
import io.crier.server.transport.Broken;
import io.crier.server.transport.ChannelWire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A client that gets server-sent events, and has nothing more to say. */
@OnLoop
final class EventsConnection extends StayingConnection<ByteBuf> {
    private static final long COMMENT_AFTER_MILLIS = 15_000;

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    EventsConnection(Web web, LoopWeb loop, Requests requests, ChannelWire wire) {
        super(web, loop, requests, wire);
        session.speak(Form.EVENTS, new EventVoice(web));
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
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        wire.close(
                cause instanceof IOException error
                        ? Broken.reason(error)
                        : Web.internalError(session, cause));
    }
}
