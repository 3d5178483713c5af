package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused: with a status, an error as JSON, and nothing half done. */
final class HttpRefusalsTest {
    private static final int BODY_MAX = 1 << 20;

    private final WebServer server = WebServer.start();
    private final RespClient listener = server.resp();

    HttpRefusalsTest() {
        listener.send("PSUBSCRIBE", "*").read();
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** The first message that the listener of all channels got is the one published now. */
    private void nothingWasPublished() {
        assertThat(server.resp().number("PUBLISH", "now", "first")).isEqualTo(1);
        assertThat(listener.readRaw()).endsWith("$3\r\nnow\r\n$5\r\nfirst\r\n");
    }

    @Test
    void whatComesBehindTheLastRequestIsNotRun() {
        RawHttp client = server.http();
        String last = client.requestToPost("/publish/last", "a", "Connection: close");

        client.raw(last + client.requestToPost("/publish/behind", "b"));

        assertThat(client.read().status()).isEqualTo(200);
        assertThat(client.readToEnd()).isEmpty();
        assertThat(listener.readRaw()).endsWith("$4\r\nlast\r\n$1\r\na\r\n");
        nothingWasPublished();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nope",
                "/publish",
                "/subscribe/",
                "/subscribe/x",
                "/ws/",
                "/healthz/x",
                "/channels/x",
                "/presence",
                "/PUBLISH/x",
                "/%2e%2e/ws",
                "//ws"
            })
    void unknownPathsAreRefused(String path) {
        server.call("GET " + path).refuses(404);
        server.post(path, "m").refuses(List.of(404, 405));
        nothingWasPublished();
    }

    @ParameterizedTest
    @CsvSource({
        "/publish/x, GET, POST",
        "/publish/x, PUT, POST",
        "/publish/x, DELETE, POST",
        "/publish/x, PATCH, POST",
        "/subscribe?channel=x, DELETE, GET",
        "/channels, POST, GET",
        "/presence/x, POST, GET",
        "/healthz, POST, GET",
        "/readyz, PUT, GET",
        "/metrics, POST, GET",
        "/openapi.json, POST, GET",
        "/ws, PUT, GET",
        "/, POST, GET",
        "/dashboard, POST, GET",
        "/publish/x, NONSENSE, POST",
    })
    void anotherMethodIsRefusedAndTheRightOneNamed(String target, String method, String allowed) {
        Answer answer = server.call(method + " " + target, "Content-Length: 0");

        answer.refuses(405);
        assertThat(answer.header("allow").split(", ", -1)).contains(allowed).doesNotContain(method);
        nothingWasPublished();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%4", "a%", "%C3%2", "%-1", "%+1"})
    void badPercentEncodingIsRefused(String channel) {
        server.post("/publish/" + channel, "never").refuses(400);
        server.call("GET /presence/" + channel).refuses(400);
        server.call("GET /subscribe?channel=" + channel).refuses(400);
        nothingWasPublished();
    }

    @Test
    void aChannelWithoutANameIsRefused() {
        server.post("/publish/", "never").refuses(List.of(400, 404));
        nothingWasPublished();
    }

    @Test
    void aBodyMayBeAsLargeAsTheSettingSays() {
        server.post("/publish/x", "x".repeat(BODY_MAX)).says("{\"receivers\":1}");

        assertThat(listener.readRaw()).hasSizeGreaterThan(BODY_MAX);
        nothingWasPublished();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        server.post("/publish/x", "x".repeat(BODY_MAX + 1)).refuses(413);
        nothingWasPublished();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedByItsLengthAlone() {
        RawHttp client = server.http();

        client.raw(client.request("POST /publish/x", "Content-Length: 100000000000"))
                .read()
                .refuses(413);

        nothingWasPublished();
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() {
        RawHttp client = server.http();

        client.raw(
                        client.request(
                                "POST /publish/x",
                                "Expect: 100-continue",
                                "Content-Length: " + (BODY_MAX + 1)))
                .read()
                .refuses(List.of(413, 417));

        nothingWasPublished();
    }

    @Test
    void aBodyInChunksThatIsTooLargeIsRefused() {
        RawHttp client = server.http();
        client.raw(client.request("POST /publish/x", "Transfer-Encoding: chunked"));
        String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
        for (int i = 0; i < 17; i++) {
            client.rawMayBreak(chunk);
        }

        client.read().refuses(413);

        nothingWasPublished();
    }

    @Test
    void theSettingForBodiesHolds() {
        try (WebServer small = WebServer.start("--http-max-body", "1kb")) {
            small.post("/publish/x", "x".repeat(1_024)).says("{\"receivers\":0}");
            small.post("/publish/x", "x".repeat(1_025)).refuses(413);
        }
    }

    @Test
    void aRequestLineThatIsTooLongIsRefused() {
        RawHttp client = server.http();

        client.rawMayBreak(client.requestToPost("/publish/" + "x".repeat(70_000), "never"))
                .read()
                .refuses(414);

        nothingWasPublished();
    }

    @Test
    void headersThatAreTooLargeAreRefused() {
        RawHttp one = server.http();
        RawHttp many = server.http();
        StringBuilder lines = new StringBuilder("POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (int i = 0; i < 2_000; i++) {
            lines.append("X-").append(i).append(": ").append("y".repeat(50)).append("\r\n");
        }

        one.rawMayBreak(one.requestToPost("/publish/x", "never", "X: " + "y".repeat(70_000)))
                .read()
                .refuses(431);
        many.rawMayBreak(lines + "Content-Length: 1\r\n\r\nm").read().refuses(431);

        nothingWasPublished();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\r\n\r\n",
                "POST /publish/x\r\n\r\n",
                "POST /publish/x HTTP/9.9\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nm",
                "POST /publish/x HTTP/1.1\r\nno header\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nm",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\nm",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\nm",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nmm",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nm\r\n0\r\n\r\n",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nm\r\n0\r\n\r\n",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nX\u0000Y: 1\r\nContent-Length: 1\r\n\r\nm",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nm\r\n0\r\n\r\n",
                "POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: identity\r\n\r\nPOST /publish/x HTTP/1.1\r\n\r\n",
                "POST http:// HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\n\r\nm",
                "SUBSCRIBE x\r\n\r\n",
                "*1\r\n$4\r\nPING\r\n\r\n"
            })
    void whatIsNoHttpIsRefused(String bytes) {
        Answer answer = server.http().rawMayBreak(bytes).read();

        answer.refuses(List.of(400, 404, 405, 501, 505));
        nothingWasPublished();
    }

    @Test
    void aBodyThatNeverEndsPublishesNothing() {
        RawHttp client = server.http();
        client.raw(client.request("POST /publish/x", "Content-Length: 10")).raw("only nine");
        client.close();
        RawHttp chunked = server.http();
        chunked.raw(chunked.request("POST /publish/x", "Transfer-Encoding: chunked"))
                .raw("5\r\nhello\r\n");
        chunked.reset();

        nothingWasPublished();
    }

    @Test
    void aSlowHeaderIsReadByteByByte() {
        RawHttp client = server.http();

        client.oneByOne(
                client.request("GET /healthz", "X-Slow: yes")
                        .getBytes(StandardCharsets.ISO_8859_1));

        client.read().says("{\"status\":\"ok\"}");
    }

    @Test
    void aRequestThatNeverEndsIsNotWaitedForWithoutEnd() {
        RawHttp silent = server.http();
        RawHttp begun = server.http();
        RawHttp stalled = server.http();
        begun.raw("POST /publish/x HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        stalled.raw(stalled.request("POST /publish/x", "Content-Length: 10") + "half");

        String toBegun = begun.readToEnd();
        String toSilent = silent.readToEnd();
        stalled.read().refuses(408);

        assertThat(toBegun)
                .satisfiesAnyOf(
                        said -> assertThat(said).isEmpty(),
                        said -> assertThat(said).startsWith("HTTP/1.1 408 ").contains("\"error\""));
        assertThat(toSilent)
                .satisfiesAnyOf(
                        said -> assertThat(said).isEmpty(),
                        said -> assertThat(said).startsWith("HTTP/1.1 408 ").contains("\"error\""));
        nothingWasPublished();
    }

    @Test
    void requestsThatAreTooManyAtOnceAreRefusedWithAWord() {
        RawHttp client = server.http();
        // So many answers do not fit the socket, and who does not read them has the rest wait.
        client.raw(client.request("GET /openapi.json").repeat(4_000));

        int answered = 0;
        Answer answer = client.read();
        while (answer.status() == 200) {
            answered++;
            answer = client.read();
        }

        assertThat(answered).isBetween(100, 3_999);
        answer.refuses(429);
        assertThat(client.readToEnd()).isEmpty();
        server.awaitEnded("request-refused", 1);
        assertThat(server.ended("internal-error")).isZero();
    }

    @Test
    void aHundredRequestsAtOnceAreAllAnswered() {
        RawHttp client = server.http();
        client.post("/publish/none", "x".repeat(BODY_MAX)).says("{\"receivers\":1}");
        client.raw(client.request("GET /healthz").repeat(100));

        for (int i = 0; i < 100; i++) {
            assertThat(client.read().status()).isEqualTo(200);
        }
        client.call("GET /healthz").says("{\"status\":\"ok\"}");
    }

    @Test
    void whoIsOneTooManyIsCountedOnce() {
        try (WebServer small = WebServer.start("--maxclients", "1")) {
            RespClient first = small.resp();
            first.call("PING");

            RawHttp late = small.http();
            late.rawMayBreak(late.request("GET /healthz")).read().refuses(503);
            assertThat(late.readToEnd()).isEmpty();

            assertThat(first.text("CONFIG", "SET", "maxclients", "10")).isEqualTo("OK");
            await().until(() -> first.text("INFO", "clients").contains("connected_clients:1\r"));
            assertThat(small.ended("max-clients")).isEqualTo(1);
        }
    }

    @Test
    void whoIsOneTooManyIsRefused() {
        try (WebServer small = WebServer.start("--maxclients", "3")) {
            RespClient resp = small.resp();
            resp.call("PING");
            RawWebSocket socket = small.webSocket();
            EventStream events = small.events("channel=x");
            RawHttp late = small.http();

            late.rawMayBreak(late.request("GET /ws", RawWebSocket.upgradeWith()))
                    .read()
                    .refuses(List.of(429, 503));
            RawHttp later = small.http();
            later.rawMayBreak(later.request("GET /subscribe?channel=x"))
                    .read()
                    .refuses(List.of(429, 503));

            assertThat(small.resp().readToEnd()).startsWith("-ERR max number of clients reached");
            assertThat(resp.number("PUBLISH", "x", "1")).isEqualTo(1);
            events.expect("{\"push\":[\"message\",\"x\",\"1\"]}");
            assertThat(socket.reply("PING")).isEqualTo(Json.read("\"PONG\""));
            socket.client().close();
            await().until(() -> resp.text("CLIENT", "LIST").lines().count() == 2);
            assertThat(small.webSocket().reply("PING")).isEqualTo(Json.read("\"PONG\""));
        }
    }

    @Test
    void aPortThatIsTakenStopsTheStartWhenItWasAskedFor() {
        assertThatThrownBy(() -> WebServer.on(server.webPort()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(Integer.toString(server.webPort()));
    }
}
