package io.crier.server.web;

import io.crier.protocol.Reply;
import io.crier.server.delivery.Form;
import io.crier.server.session.Session;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** How a connection of HTTP becomes one that stays: WebSocket, or server-sent events. */
final class Upgrades {
    /** How long a client of events waits before it comes back; milliseconds. */
    private static final String RETRY = "retry: 2000\n\n";

    private final Web web;

    Upgrades(Web web) {
        this.web = web;
    }

    void webSocket(HttpExchange exchange) {
        HttpHeaders headers = exchange.headers();
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            FullHttpResponse response =
                    HttpConnection.response(
                            HttpResponseStatus.UPGRADE_REQUIRED,
                            "application/json",
                            "{\"error\":\"this is for WebSocket, version 13\"}"
                                    .getBytes(StandardCharsets.US_ASCII));
            response.headers()
                    .set(HttpHeaderNames.UPGRADE, "websocket")
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
            exchange.send(response);
            return;
        }
        Visitor visitor = exchange.visitor();
        Channel channel = visitor.channel();
        WebSocketServerHandshaker handshaker = handshaker(visitor.session());
        visitor.wire().hold();
        ChannelPromise sent = channel.newPromise();
        whenSent(visitor, sent, () -> becomeWebSocket(visitor));
        try {
            var _ =
                    handshaker.handshake(
                            channel,
                            new DefaultFullHttpRequest(
                                    HttpVersion.HTTP_1_1,
                                    HttpMethod.GET,
                                    exchange.head().uri(),
                                    Unpooled.EMPTY_BUFFER,
                                    headers,
                                    EmptyHttpHeaders.INSTANCE),
                            new DefaultHttpHeaders(),
                            sent);
        } catch (WebSocketHandshakeException wrong) {
            visitor.wire().letGo();
            exchange.refuse(HttpResponseStatus.BAD_REQUEST, String.valueOf(wrong.getMessage()));
        }
    }

    private WebSocketServerHandshaker handshaker(Session session) {
        WebSocketDecoderConfig config =
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(web.settings().httpBodyBytesMax())
                        .allowExtensions(web.settings().webSocketCompression())
                        .closeOnProtocolViolation(false)
                        .build();
        return new WebSocketServerHandshaker13(null, null, config) {
            @Override
            protected WebSocketFrameDecoder newWebsocketDecoder() {
                return new SmallForStrangers.Frames(config, session);
            }
        };
    }

    private void becomeWebSocket(Visitor visitor) {
        Channel channel = visitor.channel();
        if (!channel.isActive()) {
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        boolean compressed =
                pipeline.names().stream().anyMatch(name -> name.contains("PerMessageDeflate"));
        Session session = visitor.session();
        LoopWeb loop = web.on(channel);
        FrameVoice voice = new FrameVoice(session, loop, compressed);
        session.speak(compressed ? Form.JSON_DEFLATED : Form.JSON, voice);
        visitor.move();
        pipeline.remove(HttpConnection.class);
        // What is sent is framed and compressed already.
        pipeline.names().stream()
                .filter(name ->
                        name.equals("wsencoder") || name.contains("PerMessageDeflateEncoder"))
                .toList()
                .forEach(pipeline::remove);
        pipeline.addLast(
                new Utf8FrameValidator(false),
                new SmallForStrangers.Messages(web.settings().httpBodyBytesMax(), session),
                new WebSocketConnection(web, loop, visitor.requests(), visitor.wire(), voice));
        visitor.wire().letGo();
        channel.config().setAutoRead(true);
    }

    /** Subscribes to all that is asked for; when the head of the answer arrives, that is done. */
    void events(HttpExchange exchange) {
        List<List<byte[]>> commands = new ArrayList<>();
        addCommand(commands, "SUBSCRIBE", exchange.parameters("channel"));
        addCommand(commands, "PSUBSCRIBE", exchange.parameters("pattern"));
        if (commands.isEmpty()) {
            exchange.refuse(
                    HttpResponseStatus.BAD_REQUEST,
                    "subscribe: must name something, as ?channel=NAME or ?pattern=GLOB");
            return;
        }
        Visitor visitor = exchange.visitor();
        visitor.wire().hold();
        visitor.session().form(Form.EVENTS);
        subscribe(exchange, commands, 0);
    }

    private static void addCommand(
            List<List<byte[]>> commands, String command, List<byte[]> names) {
        if (!names.isEmpty()) {
            List<byte[]> words = new ArrayList<>(names.size() + 1);
            words.add(Channels.word(command));
            words.addAll(names);
            commands.add(words);
        }
    }

    private void subscribe(HttpExchange exchange, List<List<byte[]>> commands, int next) {
        if (next == commands.size()) {
            begin(exchange);
            return;
        }
        exchange.visitor()
                .run(
                        commands.get(next),
                        reply -> {
                            if (reply instanceof Reply.Error error) {
                                exchange.visitor().session().dropSubscriptions();
                                exchange.isLast(); // what it was sent meanwhile waits in its outbox
                                exchange.refuse(error);
                            } else {
                                subscribe(exchange, commands, next + 1);
                            }
                        });
    }

    private void begin(HttpExchange exchange) {
        Visitor visitor = exchange.visitor();
        Channel channel = visitor.channel();
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .set(HttpHeaderNames.CONNECTION, "close")
                .set("x-accel-buffering", "no");
        HttpExchange.tellOrigin(head.headers(), exchange.headers());
        var _ = channel.write(head, channel.voidPromise());
        ChannelPromise sent = channel.newPromise();
        whenSent(visitor, sent, () -> becomeEvents(visitor));
        var _ =
                channel.writeAndFlush(
                        new DefaultHttpContent(
                                Unpooled.copiedBuffer(RETRY, StandardCharsets.US_ASCII)),
                        sent);
    }

    /**
     * Goes on when the head of the answer has left. Called before it is written, so that nothing
     * comes in between of what others do once the client has read it.
     */
    private static void whenSent(Visitor visitor, ChannelPromise sent, Runnable then) {
        Channel channel = visitor.channel();
        channel.eventLoop()
                .execute(() -> {
                    if (sent.isSuccess()) {
                        then.run();
                    } else {
                        sent.addListener(done -> {
                            if (done.isSuccess()) {
                                channel.eventLoop().execute(then);
                            } else {
                                visitor.broken(done.cause());
                            }
                        });
                    }
                });
    }

    private void becomeEvents(Visitor visitor) {
        Channel channel = visitor.channel();
        if (!channel.isActive()) {
            return;
        }
        visitor.move();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.remove(HttpServerCodec.class);
        pipeline.remove(HttpConnection.class);
        pipeline.addLast(
                new EventsConnection(web, web.on(channel), visitor.requests(), visitor.wire()));
        visitor.wire().letGo();
        channel.config().setAutoRead(true);
    }
}
