package io.crier.server.web;

import static io.crier.server.web.TokenIssuer.bearer;
import static io.crier.server.web.TokenIssuer.shortToken;
import static io.crier.server.web.TokenIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends with a token, on every way into the server. */
final class TokenExpiryTest {
    @TempDir static Path directory;

    private final WebServer server = TokenIssuer.start(directory);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anExpiredTokenEndsASessionOfResp() {
        RespClient client = server.resp();
        client.call("AUTH", "alice", shortToken());
        client.send("SUBSCRIBE", "global").read();

        assertThat(client.readToEnd()).isEmpty();

        RespClient admin = server.resp();
        assertThat(admin.text("AUTH", "secret")).isEqualTo("OK");
        assertThat(admin.text("INFO", "clients")).contains("connected_clients:1");
        ended(1);
    }

    @Test
    void anExpiredTokenEndsAWebSocketWithItsReason() {
        RawWebSocket socket = server.webSocket(bearer(shortToken()));
        socket.subscribe("global");

        Frame frame = socket.read();
        while (frame.opcode() != Frame.CLOSE) {
            frame = socket.read();
        }

        assertThat(frame.closeCode()).isEqualTo(1_008);
        assertThat(frame.payload().substring(2)).isEqualTo("the client's token has expired");
        assertThat(socket.client().readToEnd()).isEmpty();
        socket.client().close();
        await().untilAsserted(() -> ended(1));
    }

    @Test
    void anExpiredTokenEndsAnEventStream() {
        EventStream events = server.events("channel=global&token=" + shortToken());

        assertThat(events.comment()).isEqualTo(": the client's token has expired");
        assertThat(events.line()).isEmpty();
        assertThat(events.client().readToEnd()).isEmpty();
        events.client().close();
        await().untilAsserted(() -> ended(1));
    }

    @Test
    void aClientThatDoesNotReadIsEndedAllTheSame() {
        RawWebSocket socket = server.webSocket(bearer(shortToken()));
        socket.subscribe("global");
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 20; i++) {
            assertThat(server.inside().publish("global", large)).isEqualTo(1);
        }

        ended(1);
    }

    /** A connection is counted when it is gone, some time after its end was sent. */
    private void ended(int count) {
        String line = "crier_connections_ended_total{reason=\"token-expired\"} " + count + ".0";
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(
                                        server.call("GET /metrics", "Authorization: Bearer secret")
                                                .body())
                                .contains(line));
    }

    @Test
    void aLaterTokenKeepsTheSession() {
        RespClient client = server.resp();
        RespClient other = server.resp();
        client.call("AUTH", "alice", shortToken());
        client.call("HELLO", "3");
        other.call("AUTH", "alice", shortToken());
        assertThat(client.text("AUTH", "alice", token("alice"))).isEqualTo("OK");

        assertThat(other.readToEnd()).isEmpty();

        assertThat(client.text("PING")).isEqualTo("PONG");
    }

    @Test
    void aTokenThatExpiresBetweenHeadAndBodyLetsNobodyIn() {
        String token = bearer(shortToken());
        RawHttp client = server.http();
        client.raw(
                client.request(
                        "POST /publish/alliance:red",
                        "Content-Length: 1",
                        "Expect: 100-continue",
                        token));
        assertThat(client.readHead().status()).isEqualTo(100);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> server.post("/publish/alliance:red", "m", token).refuses(401));

        client.raw("m").read().refuses(401);
    }
}
