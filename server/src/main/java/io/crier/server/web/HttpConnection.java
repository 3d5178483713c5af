package io.crier.server.web;

import io.crier.protocol.DecoderLimits;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection that speaks HTTP: its requests, one answered after another, within bounds of bytes
 * and time. May become one of WebSocket or of events, and is this class' no longer then.
 */
@OnLoop
final class HttpConnection extends SimpleChannelInboundHandler<HttpObject>
        implements LoopWeb.Watched {
    private static final Set<HttpVersion> VERSIONS =
            Set.of(HttpVersion.HTTP_1_0, HttpVersion.HTTP_1_1);

    /** Requests that may wait for the answers before theirs. */
    private static final int WAITING_MAX = 100;

    private static final long FIRST_REQUEST_MILLIS_MAX = 10_000;
    private static final long NEXT_REQUEST_MILLIS_MAX = 60_000;
    private static final long BODY_MILLIS_MAX = 30_000;

    /** What is kept of a body that nobody reads, and that also a stranger may send. */
    private static final int UNREAD_BODY_BYTES_MAX =
            DecoderLimits.DEFAULT.unauthenticatedBulkBytesMax();

    private final Web web;
    private final Channel channel;
    private final CloseReason.@Nullable Kind notAdmitted;
    private final Visitor visitor;
    private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final ArrayDeque<HttpExchange> waiting = new ArrayDeque<>();
    private @Nullable HttpExchange coming;
    private boolean answering;
    private @Nullable HttpRefusal refusal;
    private boolean ending;
    private boolean inputEnded;
    private boolean leaving;
    private long deadlineMillis;

    /**
     * @param notAdmitted why the connection may not stay; null if it may
     */
    HttpConnection(Web web, Channel channel, CloseReason.@Nullable Kind notAdmitted) {
        this.web = web;
        this.channel = channel;
        this.notAdmitted = notAdmitted;
        this.visitor = new Visitor(web, channel);
        this.deadlineMillis = web.nowMillis() + FIRST_REQUEST_MILLIS_MAX;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        web.on(channel).watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        web.on(channel).forget(this);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (refusal != null || ending) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            refuse(malformed(part.decoderResult().cause()));
            return;
        }
        if (part instanceof HttpRequest request) {
            begin(request);
        }
        if (part instanceof HttpContent content && refusal == null) {
            append(content);
        }
    }

    private void begin(HttpRequest request) {
        HttpExchange exchange = new HttpExchange(this, visitor, request);
        coming = exchange;
        deadlineMillis = web.nowMillis() + BODY_MILLIS_MAX;
        HttpRefusal atHead = refusalAtHead(exchange, request);
        if (atHead != null) {
            refuse(atHead);
        } else if (HttpUtil.is100ContinueExpected(request)) {
            channel.writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE))
                    .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    /** Who is refused anyhow need not send his body, and nobody has to keep it. */
    private @Nullable HttpRefusal refusalAtHead(HttpExchange exchange, HttpRequest request) {
        if (notAdmitted != null) {
            return new HttpRefusal(
                    HttpResponseStatus.SERVICE_UNAVAILABLE, CloseReason.of(notAdmitted).sentence());
        }
        if (!VERSIONS.contains(request.protocolVersion())) {
            return new HttpRefusal(
                    HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED,
                    "version: HTTP/1.1 and HTTP/1.0 are spoken here, got "
                            + request.protocolVersion());
        }
        List<String> encodings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (encodings.size() > 1 || encodings.stream().anyMatch(name -> !isChunked(name))) {
            return new HttpRefusal(
                    HttpResponseStatus.NOT_IMPLEMENTED,
                    "Transfer-Encoding: chunked is spoken here, got "
                            + String.join(", ", encodings));
        }
        if (waiting.size() == WAITING_MAX) {
            return new HttpRefusal(
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    "requests: at most " + WAITING_MAX + " may wait for the answers before theirs");
        }
        if (HttpUtil.getContentLength(request, 0L) > bodyBytesMax(exchange)) {
            return tooLarge(exchange);
        }
        return hasBody(request) ? web.routes().refusalAtHead(exchange) : null;
    }

    private static boolean isChunked(String encoding) {
        return encoding.strip().equalsIgnoreCase("chunked");
    }

    private static boolean hasBody(HttpRequest request) {
        return HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) > 0;
    }

    private void append(HttpContent content) {
        int more = content.content().readableBytes();
        web.counters().bytesIn.add(more);
        HttpExchange exchange = coming;
        if (exchange == null) {
            return;
        }
        if (body.size() + (long) more > bodyBytesMax(exchange)) {
            refuse(tooLarge(exchange));
            return;
        }
        byte[] bytes = new byte[more];
        content.content().getBytes(content.content().readerIndex(), bytes);
        body.writeBytes(bytes);
        if (content instanceof LastHttpContent) {
            coming = null;
            exchange.body(body.toByteArray());
            body = new ByteArrayOutputStream(0);
            waiting.add(exchange);
            next();
        }
    }

    private int bodyBytesMax(HttpExchange exchange) {
        int set = web.settings().httpBodyBytesMax();
        return exchange.takesBody() ? set : Math.min(set, UNREAD_BODY_BYTES_MAX);
    }

    private HttpRefusal tooLarge(HttpExchange exchange) {
        return new HttpRefusal(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "body: at most "
                        + bodyBytesMax(exchange)
                        + " bytes are allowed "
                        + (exchange.takesBody()
                                ? "(http-max-body)"
                                : "with " + exchange.method() + ", which takes none"));
    }

    private static HttpRefusal malformed(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                    new HttpRefusal(
                            HttpResponseStatus.REQUEST_URI_TOO_LONG,
                            "request line: at most 8192 bytes are allowed");
            case TooLongHttpHeaderException _ ->
                    new HttpRefusal(
                            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                            "headers: at most 16384 bytes together are allowed");
            default ->
                    new HttpRefusal(
                            HttpResponseStatus.BAD_REQUEST,
                            "the request is not HTTP/1.1: " + cause.getMessage());
        };
    }

    /** What cannot be understood makes what follows it uncertain, so it is the last request. */
    private void refuse(HttpRefusal why) {
        refusal = why;
        HttpExchange exchange = coming == null ? new HttpExchange(this, visitor, null) : coming;
        coming = null;
        body = new ByteArrayOutputStream(0);
        exchange.refusal(why);
        waiting.add(exchange);
        next();
    }

    private void next() {
        HttpExchange exchange = answering ? null : waiting.poll();
        if (exchange == null) {
            return;
        }
        answering = true;
        deadlineMillis = Long.MAX_VALUE;
        channel.config().setAutoRead(false);
        web.counters().reads.increment();
        try {
            web.routes().answer(exchange);
        } catch (RuntimeException failed) {
            visitor.close(Web.internalError(visitor.session(), failed));
        }
    }

    /** Sends the answer of the exchange that runs, and goes on when the client has taken it. */
    void answer(FullHttpResponse response, boolean last) {
        boolean close = last || leaving || (waiting.isEmpty() && (inputEnded || refusal != null));
        HttpUtil.setContentLength(response, response.content().readableBytes());
        HttpUtil.setKeepAlive(response.headers(), HttpVersion.HTTP_1_1, !close);
        web.counters().bytesOut.add(response.content().readableBytes());
        web.counters().writes.increment();
        ending = close;
        deadlineMillis = web.nowMillis() + NEXT_REQUEST_MILLIS_MAX;
        ChannelFuture sent = channel.writeAndFlush(response);
        if (sent.isSuccess() && !close) {
            answering = false;
            channel.eventLoop().execute(this::goOn);
        } else {
            sent.addListener(done -> taken(done, close));
        }
    }

    private void taken(Future<?> sent, boolean close) {
        if (!sent.isSuccess()) {
            visitor.broken(Objects.requireNonNull(sent.cause()));
        } else if (close || leaving || (inputEnded && waiting.isEmpty())) {
            visitor.close(endOfAnswers());
        } else {
            goOn();
        }
    }

    private CloseReason endOfAnswers() {
        if (notAdmitted != null) {
            return CloseReason.of(notAdmitted);
        }
        HttpRefusal last = refusal;
        if (last != null) {
            return last.ending();
        }
        return CloseReason.of(leaving ? CloseReason.Kind.SHUTDOWN : CloseReason.Kind.PEER_CLOSED);
    }

    private void goOn() {
        answering = false;
        if (!channel.isActive()) {
            return;
        }
        deadlineMillis = web.nowMillis() + NEXT_REQUEST_MILLIS_MAX;
        channel.config().setAutoRead(waiting.isEmpty() && !inputEnded);
        next();
    }

    /** Who is slow to ask is told so, if he began to; who is slow to read his answer is not. */
    @Override
    public void look(long nowMillis) {
        if (nowMillis < deadlineMillis) {
            return;
        }
        if (coming == null) {
            visitor.close(CloseReason.of(CloseReason.Kind.IDLE, "no request over HTTP"));
        } else {
            refuse(
                    new HttpRefusal(
                            HttpResponseStatus.REQUEST_TIMEOUT,
                            "the request was not complete within "
                                    + BODY_MILLIS_MAX / 1000
                                    + " s"));
        }
    }

    /** The answer that is being made is the last one. */
    @Override
    public void leave() {
        leaving = true;
        if (!answering) {
            visitor.close(CloseReason.of(CloseReason.Kind.SHUTDOWN));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (!answering) {
                visitor.close(CloseReason.of(CloseReason.Kind.PEER_CLOSED));
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        visitor.broken(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        visitor.gone(notAdmitted != null);
    }

    /** A response with the headers that all have. */
    static FullHttpResponse response(HttpResponseStatus status, String type, byte[] content) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .set("x-content-type-options", "nosniff");
        return response;
    }
}
