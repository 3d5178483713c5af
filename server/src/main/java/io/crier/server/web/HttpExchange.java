package io.crier.server.web;

import io.crier.protocol.Reply;
import io.crier.server.command.OverRate;
import io.crier.server.message.Bytes;
import io.crier.server.security.Entry;
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

    /** A browser asks for what it can send: the first that it knows. */
    private static final List<String> CHALLENGES =
            List.of("Basic realm=\"crier\", charset=\"UTF-8\"", "Bearer realm=\"crier\"");

    private static final int PARAMETERS_MAX = 8 * 1024;

    private final HttpConnection connection;
    private final Visitor visitor;
    private final @Nullable HttpRequest head;
    private byte[] body = {};
    private @Nullable HttpRefusal refusal;
    private @Nullable Shown shownAtHead;
    private Entry.@Nullable Admitted admitted;
    private boolean last;

    /**
     * @param head null if it could not be read; then there is nothing to expect but a refusal
     */
    HttpExchange(HttpConnection connection, Visitor visitor, @Nullable HttpRequest head) {
        this.connection = connection;
        this.visitor = visitor;
        this.head = head;
    }

    /** Why it is refused whatever else it may be; null if that is still to be seen. */
    @Nullable HttpRefusal refusal() {
        return refusal;
    }

    void refusal(HttpRefusal why) {
        refusal = why;
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

    /** Whether somebody reads its body. */
    boolean takesBody() {
        return method().equals(HttpMethod.POST);
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

    /** The body is complete. */
    void body(byte[] bytes) {
        body = bytes;
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
     * What it shows to be let in.
     *
     * @param inAddress whether a token in the address counts
     * @throws IllegalArgumentException for a bad percent encoding
     */
    Shown shown(boolean inAddress) {
        List<byte[]> tokens = inAddress ? parameters("token") : List.of();
        return new Shown(
                headers().get(HttpHeaderNames.AUTHORIZATION),
                tokens.isEmpty() ? null : Bytes.own(tokens.getFirst()));
    }

    /** Its head let somebody in. */
    void admit(Shown shown, Entry.Admitted entry) {
        shownAtHead = shown;
        admitted = entry;
    }

    /** Whom its head let in by the same, if he may still come in; null if that is to be asked. */
    Entry.@Nullable Admitted admitted(Shown shown, long nowMillis) {
        Entry.Admitted entry = admitted;
        return entry != null
                        && shown.equals(shownAtHead)
                        && !entry.account().deleted()
                        && nowMillis < entry.expiresMillis()
                ? entry
                : null;
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
        send(responseTo(why));
    }

    private static FullHttpResponse responseTo(HttpRefusal why) {
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
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, CHALLENGES);
        }
        if (why.allow() != null) {
            response.headers().set(HttpHeaderNames.ALLOW, why.allow());
        }
        return response;
    }

    void refuse(HttpResponseStatus status, String error) {
        refuse(new HttpRefusal(status, error));
    }

    /** Answers why a command was not run. */
    void refuse(Reply.Error error) {
        String text = error.text();
        if (OverRate.isSaidBy(text)) {
            tooMany(text);
            return;
        }
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

    private void tooMany(String text) {
        FullHttpResponse response =
                responseTo(new HttpRefusal(HttpResponseStatus.TOO_MANY_REQUESTS, text));
        long seconds = OverRate.retryAfterSeconds(text);
        if (seconds > 0) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, seconds);
        }
        send(response);
    }

    /** The connection ends with this answer. */
    void isLast() {
        last = true;
    }

    void send(FullHttpResponse response) {
        if (head != null && visitor.refusal(head.headers()) == null) {
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
}
