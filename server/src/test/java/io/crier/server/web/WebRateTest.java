package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rates of publishing, for browsers; too slow for anything to come back meanwhile. */
final class WebRateTest {
    private final WebServer server = WebServer.start("--publish-bytes-rate", "* 1/s 1000");

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aPostOverTheRateIsToldWhenToComeBack() {
        server.post("/publish/c", "x".repeat(899)).says("{\"receivers\":0}");

        Answer answer = server.post("/publish/c", "x".repeat(899)).refuses(429);

        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 800);
        assertThat(answer.json().get("error").stringValue())
                .startsWith(
                        "ERR rate limit of user 'default' exceeded: 1 bytes a second, again in ");
    }

    @Test
    void aMessageThatIsTooLargeForEverIsNotToldToComeBack() {
        Answer answer = server.post("/publish/c", "x".repeat(1_000)).refuses(429);

        assertThat(answer.header("retry-after")).isEmpty();
        assertThat(answer.json().get("error").stringValue())
                .endsWith("have 1001 bytes, at most 1000 are allowed at once");
    }

    @Test
    void aWebSocketSharesWhatItsUserMayPublish() {
        RawWebSocket listener = server.webSocket().subscribe("c");
        RawWebSocket socket = server.webSocket();
        server.post("/publish/c", "first" + "x".repeat(893)).says("{\"receivers\":1}");

        assertThat(socket.error("PUBLISH", "c", "y".repeat(899)))
                .startsWith("ERR rate limit of user 'default' exceeded: ");

        server.inside().publish("c", "last");
        assertThat(listener.next().toString()).contains("first");
        assertThat(listener.next().toString()).contains("last");
    }

    @Test
    void publishesOfTheProgramThatEmbedsTheServerAreNotLimited() {
        for (int i = 0; i < 10; i++) {
            assertThat(server.inside().publish("c", "x".repeat(999))).isZero();
        }
        server.post("/publish/c", "x".repeat(899)).says("{\"receivers\":0}");
    }

    @Test
    void metricsCountTheRefusedByUser() {
        server.post("/publish/c", "x".repeat(1_000)).refuses(429);
        server.post("/publish/c", "x".repeat(1_000)).refuses(429);

        assertThat(server.call("GET /metrics").body())
                .contains("crier_publishes_over_rate_total{user=\"default\"} 2.0")
                .contains("crier_publishes_over_rate_total{user=\"\"} 0.0");
    }
}
