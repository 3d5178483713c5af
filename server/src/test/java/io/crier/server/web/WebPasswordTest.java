package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The password of requirepass, over HTTP and over a WebSocket. */
final class WebPasswordTest {
    private static final String PASSWORD = "s\u00e9same:open";
    private static final String BASIC =
            "Authorization: Basic " + Json.base64(Frame.utf8("default:" + PASSWORD));
    private static final String BEARER = "Authorization: Bearer plain";

    private static final int STRANGER_MAX = 16 * 1024;
    private static final int TOO_LARGE = 1_009;

    private final WebServer server = WebServer.start("--requirepass", PASSWORD);
    private final RespClient listener = server.resp();

    WebPasswordTest() {
        listener.call("AUTH", Frame.utf8(PASSWORD));
        listener.send("PSUBSCRIBE", "*").read();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void nothingWasPublished() {
        server.inside().publish("now", "first");
        assertThat(listener.readRaw()).endsWith("$3\r\nnow\r\n$5\r\nfirst\r\n");
    }

    @Test
    void withoutAPasswordAllIsRefused() {
        for (Answer answer :
                List.of(
                        server.post("/publish/x", "never"),
                        server.call("GET /subscribe?channel=x"),
                        server.call("GET /channels"),
                        server.call("GET /presence/x"),
                        server.call("GET /metrics"))) {
            answer.refuses(401);
            assertThat(answer.headers().get("www-authenticate"))
                    .containsExactly(
                            "Basic realm=\"crier\", charset=\"UTF-8\"", "Bearer realm=\"crier\"");
        }
        nothingWasPublished();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic ZGVmYXVsdDp3cm9uZw==", // default:wrong
                "Basic ZGVmYXVsdDo=", // default:
                "Basic ZGVmYXVsdA==", // default
                "Basic c29tZWJvZHk6cGxhaW4=", // somebody:plain
                "Basic ***",
                "Basic",
                "Bearer wrong",
                "Bearer ",
                "Bearer plain ",
                "Digest username=default",
                "plain",
                ""
            })
    void aWrongPasswordIsRefusedEverywhere(String credentials) {
        server.set("requirepass", "plainer");
        String header = "Authorization: " + credentials;

        server.post("/publish/x", "never", header).refuses(List.of(400, 401));
        server.call("GET /subscribe?channel=x", header).refuses(List.of(400, 401));
        server.call("GET /ws", RawWebSocket.upgradeWith(header)).refuses(List.of(400, 401));
        server.call("GET /channels", header).refuses(List.of(400, 401));
        nothingWasPublished();
    }

    @Test
    void thePasswordMayComeAsBasic() {
        server.post("/publish/x", "m", BASIC).says("{\"receivers\":1}");
        assertThat(server.call("GET /channels", BASIC).status()).isEqualTo(200);
        assertThat(server.events("channel=x", BASIC).head().status()).isEqualTo(200);
        assertThat(server.webSocket(BASIC).reply("PUBLISH", "x", "m")).isEqualTo(Json.read("2"));
    }

    @Test
    void thePasswordMayComeAsBearer() {
        server.set("requirepass", "plain");

        server.post("/publish/x", "m", BEARER).says("{\"receivers\":1}");
        server.post("/publish/x", "m", "authorization: bearer plain").says("{\"receivers\":1}");
        assertThat(server.call("GET /channels", BEARER).status()).isEqualTo(200);
        assertThat(server.events("channel=x", BEARER).head().status()).isEqualTo(200);
        assertThat(server.webSocket(BEARER).reply("PUBLISH", "x", "m")).isEqualTo(Json.read("2"));
    }

    @Test
    void aWebSocketMayAuthenticateAfterItIsOpen() {
        RawWebSocket socket = server.webSocket();

        assertThat(socket.error("SUBSCRIBE", "x")).startsWith("NOAUTH ");
        assertThat(socket.error("PUBLISH", "x", "never")).startsWith("NOAUTH ");
        assertThat(socket.error("AUTH", "wrong")).startsWith("WRONGPASS ");
        assertThat(socket.error("SUBSCRIBE", "x")).startsWith("NOAUTH ");
        nothingWasPublished();
        assertThat(socket.reply("AUTH", PASSWORD)).isEqualTo(Json.read("\"OK\""));
        socket.subscribe("x");
        RawWebSocket other = server.webSocket();
        assertThat(other.reply("AUTH", "default", PASSWORD)).isEqualTo(Json.read("\"OK\""));
        assertThat(other.reply("PUBLISH", "x", "m")).isEqualTo(Json.read("2"));
        socket.expect("{\"push\":[\"message\",\"x\",\"m\"]}");
    }

    @Test
    void aStrangersRequestMayHave16Kilobytes() {
        RawWebSocket socket = server.webSocket();
        String request = Json.request("1", "PUBLISH", "x", "");
        String padded =
                Json.request("1", "PUBLISH", "x", "y".repeat(STRANGER_MAX - request.length()));

        for (int i = 0; i < 3; i++) {
            assertThat(socket.send(padded).next().get("error").stringValue()).startsWith("NOAUTH ");
        }

        nothingWasPublished();
    }

    @Test
    void aStrangersLargerRequestEndsItsConnection() {
        String request = Json.request("1", "PUBLISH", "x", "y".repeat(STRANGER_MAX));
        byte[] frame = Frame.text(request).masked();
        RawWebSocket whole = server.webSocket();
        RawWebSocket unfinished = server.webSocket();
        RawWebSocket inFrames = server.webSocket();

        whole.client().raw(frame);
        unfinished.client().raw(Arrays.copyOf(frame, frame.length - 1));
        inFrames.send(new Frame(Frame.TEXT, request.substring(0, 10_000)));
        inFrames.send(new Frame(Frame.CONTINUATION, request.substring(10_000)));

        for (RawWebSocket socket : List.of(whole, unfinished, inFrames)) {
            socket.expectClose(TOO_LARGE);
        }
        nothingWasPublished();
    }

    @Test
    void whoHasAuthenticatedMaySendMore() {
        String large = "y".repeat(10 * STRANGER_MAX);
        RawWebSocket later = server.webSocket();
        later.reply("AUTH", PASSWORD);

        for (RawWebSocket socket : List.of(later, server.webSocket(BASIC))) {
            assertThat(socket.reply("ECHO", large).stringValue()).isEqualTo(large);
        }
        later.reply("RESET");
        later.send(Json.request("1", "ECHO", large));
        later.expectClose(TOO_LARGE);
    }

    @Test
    void aPasswordThatChangesHoldsForTheNextRequest() {
        RawHttp client = server.http();
        client.post("/publish/x", "m", BASIC).says("{\"receivers\":1}");

        server.set("requirepass", "other");

        client.post("/publish/x", "never", BASIC).refuses(401);
        server.post("/publish/x", "m", "Authorization: Bearer other").says("{\"receivers\":1}");
    }

    @Test
    void aForeignPageIsNotToldWhetherThePasswordWasRight() {
        server.post("/publish/x", "never", "Origin: http://evil.example").refuses(403);
        server.post("/publish/x", "never", "Origin: http://evil.example", BASIC).refuses(403);
        nothingWasPublished();
    }

    @Test
    void aPreflightNeedsNoPassword() {
        try (WebServer open =
                WebServer.start(
                        "--requirepass",
                        "plain",
                        "--http-allowed-origins",
                        "https://chat.example")) {
            Answer answer =
                    open.call(
                            "OPTIONS /publish/x",
                            "Origin: https://chat.example",
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: authorization");

            assertThat(answer.status()).isBetween(200, 204);
            Answer refused =
                    open.post("/publish/x", "never", "Origin: https://chat.example").refuses(401);
            assertThat(refused.header("access-control-allow-origin"))
                    .isEqualTo("https://chat.example");
        }
    }
}
