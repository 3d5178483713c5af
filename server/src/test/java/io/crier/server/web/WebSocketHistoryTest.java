package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The histories of channels as clients of WebSocket read them with the stream commands. */
final class WebSocketHistoryTest {
    private final WebServer server = WebServer.start();
    private final RawWebSocket socket = server.webSocket();
    private final RespClient resp = server.resp();

    @AfterEach
    void close() {
        server.close();
    }

    private void awaitBlocked(int clients) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        resp.text("INFO", "clients")
                                .contains("blocked_clients:" + clients + "\r\n"));
    }

    @Test
    void aHistoryIsReadAndWorkIsShared() {
        String id = socket.reply("XADD", "global", "*", "message", "hello").stringValue();
        JsonNode entry = socket.reply("XRANGE", "global", "-", "+").get(0);
        assertThat(entry.get(0).stringValue()).isEqualTo(id);
        assertThat(entry.get(1).get(1).stringValue()).isEqualTo("hello");
        socket.reply("XGROUP", "CREATE", "global", "g", "0");
        JsonNode given = socket.reply("XREADGROUP", "GROUP", "g", "me", "STREAMS", "global", ">");
        assertThat(given.get("global").get(0).get(0).stringValue()).isEqualTo(id);
        assertThat(socket.reply("XACK", "global", "g", id).intValue()).isEqualTo(1);
    }

    @Test
    void aReadThatWaitsStopsNeitherPingsNorPushes() {
        socket.subscribe("other");
        socket.send(Json.request("1", "XREAD", "BLOCK", "0", "STREAMS", "global", "$"));
        socket.send(Json.request("2", "ECHO", "behind"));
        awaitBlocked(1);
        socket.send(Frame.whole(Frame.PING, "there?"));
        assertThat(socket.read()).isEqualTo(new Frame(Frame.FIN | Frame.PONG, "there?"));
        resp.call("PUBLISH", "other", "pushed");
        assertThat(socket.next().toString()).contains("pushed");
        resp.call("PUBLISH", "global", "waited for");
        JsonNode answer = socket.next();
        assertThat(answer.get("id").intValue()).isEqualTo(1);
        assertThat(answer.get("reply").get("global").get(0).get(1).get(1).stringValue())
                .isEqualTo("waited for");
        socket.expect("{\"id\":2,\"reply\":\"behind\"}");
    }

    @Test
    void whoGoesAwayWhileWaitingIsNoticed() {
        socket.send(Json.request("1", "XREAD", "BLOCK", "0", "STREAMS", "global", "$"));
        awaitBlocked(1);
        socket.client().close();
        awaitBlocked(0);
    }

    @Test
    void whatAWaitingClientAsksIsBounded() {
        resp.call("CONFIG", "SET", "client-query-buffer-limit", "1mb");
        socket.send(Json.request("1", "XREAD", "BLOCK", "0", "STREAMS", "global", "$"));
        awaitBlocked(1);
        String request = Json.request("2", "ECHO", "x".repeat(50_000));
        for (int i = 0; i < 40; i++) {
            socket.sendMayBreak(Frame.text(request));
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        resp.text("INFO", "stats")
                                .contains("client_query_buffer_limit_disconnections:1\r\n"));
        awaitBlocked(0);
    }
}
