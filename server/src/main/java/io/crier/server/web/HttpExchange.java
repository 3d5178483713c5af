package io.crier.server.web;

import io.crier.protocol.Reply;
import io.crier.server.settings.Settings;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request over HTTP, and the way to answer it, once. */
final class HttpExchange {
    private static final String JSON = "application/json";
    private static final int PARAMETERS_MAX = 8 * 1024;

    private final HttpConnection connection;
    private final Visitor visitor;
    private final @Nullable HttpRequest head;
    private final byte[] body;
    private final @Nullable HttpRefusal refusal;
    private boolean welcome;
    private boolean last;

    HttpExchange(HttpConnection connection, Visitor visitor, HttpRequest head, byte[] body) {
        this(connection, visitor, head, body, null);
    }

    private HttpExchange(
            HttpConnection connection,
            Visitor visitor,
            @Nullable HttpRequest head,
            byte[] body,
            @Nullable HttpRefusal refusal) {
        this.connection = connection;
        this.visitor = visitor;
        this.head = head;
        this.body = body;
        this.refusal = refusal;
    }

    /** A request that has nothing but a refusal to expect, perhaps without a readable head. */
    static HttpExchange refused(
            HttpConnection connection,
            Visitor visitor,
            @Nullable HttpRequest head,
            HttpRefusal refusal) {
        return new HttpExchange(connection, visitor, head, new byte[0], refusal);
    }

    @Nullable HttpRefusal refusal() {
        return refusal;
    }

    Visitor visitor() {
        return visitor;
    }

    HttpRequest head() {
        if (head == null) {
            throw new IllegalStateException("a request without a head is refused");
        }
        return head;
    }

    HttpMethod method() {
        return head().method();
    }

    HttpHeaders headers() {
        return head().headers();
    }

    /** With one character for each byte, as all text of the request line. */
    String path() {
        String uri = head().uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    byte[] body() {
        return body;
    }

    /**
     * The values of a parameter, as bytes.
     *
     * @throws IllegalArgumentException for a bad percent encoding
     */
    List<byte[]> parameters(String name) {
        QueryStringDecoder query =
                new QueryStringDecoder(
                        head().uri(), StandardCharsets.ISO_8859_1, true, PARAMETERS_MAX, true);
        return query.parameters().getOrDefault(name, List.of()).stream()
                .map(value -> value.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    /**
     * The bytes that a part of the path stands for.
     *
     * @throws IllegalArgumentException for a bad percent encoding
     */
    static byte[] decoded(String part) {
        return QueryStringDecoder.decodeComponent(
                        part.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    void json(JsonBytes json) {
        json(HttpResponseStatus.OK, json);
    }

    private void json(HttpResponseStatus status, JsonBytes json) {
        FullHttpResponse response = HttpConnection.response(status, JSON, json.copy());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        send(response);
    }

    void refuse(HttpRefusal why) {
        FullHttpResponse response =
                HttpConnection.response(
                        why.status(),
                        JSON,
                        new JsonBytes()
                                .begin(0)
                                .raw("{\"error\":")
                                .string(ReplyJson.bytes(why.error()))
                                .raw("}")
                                .copy());
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (why.status().equals(HttpResponseStatus.UNAUTHORIZED)) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"crier\"");
        }
        send(response);
    }

    void refuse(HttpResponseStatus status, String error) {
        refuse(new HttpRefusal(status, error));
    }

    /** Answers why a command was not run. */
    void refuse(Reply.Error error) {
        String text = error.text();
        HttpResponseStatus status =
                text.startsWith("NOAUTH")
                        ? HttpResponseStatus.UNAUTHORIZED
                        : text.startsWith("NOPERM")
                                ? HttpResponseStatus.FORBIDDEN
                                : text.contains("not enough memory")
                                        ? HttpResponseStatus.SERVICE_UNAVAILABLE
                                        : HttpResponseStatus.BAD_REQUEST;
        refuse(status, text);
    }

    /** The connection ends with this answer. */
    void isLast() {
        last = true;
    }

    void send(FullHttpResponse response) {
        if (head != null && welcome) {
            tellOrigin(response.headers(), head.headers());
        }
        connection.answer(response, last || head == null || !HttpUtil.isKeepAlive(head));
    }

    /** A page of an allowed foreign origin may read the answer. */
    static void tellOrigin(HttpHeaders answer, HttpHeaders asked) {
        String origin = asked.get(HttpHeaderNames.ORIGIN);
        if (origin != null && Visitors.isForeign(origin, asked.get(HttpHeaderNames.HOST))) {
            answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                    .set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
        }
    }

    /** Why the visitor may not ask at all; null if it may. */
    @Nullable HttpRefusal foreign(Settings settings) {
        HttpRefusal why = Visitors.refusal(settings, headers());
        welcome = why == null;
        return why;
    }
}
