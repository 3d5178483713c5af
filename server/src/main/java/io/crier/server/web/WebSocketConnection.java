package io.crier.server.web;

import io.crier.server.command.Requests;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.crier.server.transport.Broken;
import io.crier.server.transport.ChannelWire;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;

/**
 * A client that has become one of WebSocket: its text frames are requests, and everything that it
 * gets stands in its outbox, control frames too, so that none lands inside of another one.
 */
@OnLoop
final class WebSocketConnection extends StayingConnection<WebSocketFrame> {
    private static final long PING_AFTER_MILLIS = 15_000;
    private static final long GONE_AFTER_MILLIS = 50_000;

    private final FrameVoice voice;
    private long heardMillis;
    private boolean closing;

    WebSocketConnection(
            Web web, LoopWeb loop, Requests requests, ChannelWire wire, FrameVoice voice) {
        super(web, loop, requests, wire);
        this.voice = voice;
        this.heardMillis = web.nowMillis();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (closing || session.quitting()) {
            return;
        }
        heardMillis = web.nowMillis();
        web.counters().bytesIn.add(frame.content().readableBytes());
        switch (frame) {
            case TextWebSocketFrame text -> request(ByteBufUtil.getBytes(text.content()));
            case PingWebSocketFrame ping ->
                    session.outbox()
                            .appendCopy(TextFrames.pong(ByteBufUtil.getBytes(ping.content())));
            case PongWebSocketFrame _ -> {
                // Being heard of is all that it is for.
            }
            case CloseWebSocketFrame close ->
                    close(
                            close.statusCode() < 0
                                    ? WebSocketCloseStatus.NORMAL_CLOSURE.code()
                                    : close.statusCode(),
                            CloseReason.of(CloseReason.Kind.PEER_CLOSED));
            default ->
                    close(
                            WebSocketCloseStatus.INVALID_MESSAGE_TYPE.code(),
                            CloseReason.of(
                                    CloseReason.Kind.PROTOCOL_ERROR,
                                    "a binary frame; requests are text"));
        }
    }

    private void request(byte[] text) {
        web.counters().reads.increment();
        switch (WebRequestReader.read(text)) {
            case WebRequest.Command(byte[] id, var request) ->
                    requests().handle(request, () -> voice.answers(id));
            case WebRequest.Malformed(byte[] id, String error) ->
                    requests().answer(() -> voice.refuse(id, error));
        }
    }

    /** Says why, behind all that waits, and ends. */
    private void close(int status, CloseReason reason) {
        closing = true;
        session.outbox().appendCopy(TextFrames.close(status, ""));
        session.quit(reason);
    }

    /** A peer that says nothing is asked, and one that does not even answer that is gone. */
    @Override
    public void look(long nowMillis) {
        long silent = nowMillis - heardMillis;
        if (silent >= GONE_AFTER_MILLIS) {
            session.kill(
                    CloseReason.of(
                            CloseReason.Kind.PEER_GONE, "silent for " + silent / 1000 + " s"));
        } else if (silent >= PING_AFTER_MILLIS && session.pendingBytes() == 0) {
            session.outbox().appendCopy(TextFrames.ping());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (closing) {
            return;
        }
        String why = String.valueOf(cause.getMessage());
        switch (cause) {
            case CorruptedWebSocketFrameException corrupted ->
                    close(
                            corrupted.closeStatus().code(),
                            CloseReason.of(CloseReason.Kind.PROTOCOL_ERROR, why));
            case TooLongFrameException _ ->
                    close(
                            WebSocketCloseStatus.MESSAGE_TOO_BIG.code(),
                            CloseReason.of(CloseReason.Kind.QUERY_BUFFER_LIMIT, why));
            case CorruptedFrameException _ ->
                    close(
                            WebSocketCloseStatus.PROTOCOL_ERROR.code(),
                            CloseReason.of(CloseReason.Kind.PROTOCOL_ERROR, why));
            case IOException error -> wire.close(Broken.reason(error));
            // In the middle of a message that came in several frames.
            case PrematureChannelClosureException _ ->
                    wire.close(CloseReason.of(CloseReason.Kind.PEER_CLOSED));
            default -> wire.close(Web.internalError(session, cause));
        }
    }
}
