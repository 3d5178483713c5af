package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client whose connection the server ends is told last. */
final class FarewellTest {
    private static final int NORMAL = 1_000;
    private static final int GOING_AWAY = 1_001;
    private static final int POLICY = 1_008;

    private final WebServer server = WebServer.start();
    private final RespClient operator = server.resp();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aWebSocketThatIsKilledIsToldSo() {
        RawWebSocket socket = server.webSocket().subscribe("x");

        assertThat(operator.number("CLIENT", "KILL", "ADDR", socket.client().address()))
                .isEqualTo(1);

        assertThat(operator.number("PUBLISH", "x", "never")).isZero();
        Frame close = socket.read();
        assertThat(close.closeCode()).isEqualTo(POLICY);
        assertThat(close.payload()).endsWith("killed by CLIENT KILL");
        assertThat(socket.client().readToEnd()).isEmpty();
    }

    @Test
    void whatItWasSentBeforeComesFirst() {
        RawWebSocket socket = server.webSocket().subscribe("x");
        RespClient publisher = server.resp();

        publisher.send("PUBLISH", "x", "m");
        publisher.send("CLIENT", "KILL", "ADDR", socket.client().address());

        socket.expect("{\"push\":[\"message\",\"x\",\"m\"]}");
        socket.expectClose(POLICY);
    }

    @Test
    void quitIsAnsweredAndThenTheSocketIsClosed() {
        RawWebSocket socket = server.webSocket();

        assertThat(socket.reply("QUIT")).isEqualTo(Json.read("\"OK\""));

        socket.expectClose(NORMAL);
    }

    @Test
    void aServerThatStopsSaysThatItGoesAway() {
        List<RawWebSocket> sockets =
                List.of(server.webSocket(), server.webSocket(), server.webSocket().subscribe("x"));
        sockets.forEach(socket -> socket.reply("PING"));

        server.inside().close();

        sockets.forEach(socket -> socket.expectClose(GOING_AWAY));
    }

    @Test
    void anEventStreamThatIsKilledIsToldInAComment() {
        EventStream events = server.events("channel=x");

        operator.number("CLIENT", "KILL", "TYPE", "pubsub");

        assertThat(events.client().readToEnd()).isEqualTo(": killed by CLIENT KILL\n\n");
    }

    @Test
    void whoIsStillSendingCanReadWhyHeIsRefused() {
        RawHttp client = server.http();
        String body = "x".repeat(4 << 20);

        for (int i = 0; i < 20; i++) {
            RawHttp sender = server.http();
            sender.raw(sender.requestToPost("/publish/x", body)).read().refuses(413);
        }
        client.call("GET /healthz").says("{\"status\":\"ok\"}");
    }
}
