package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients of the gateway are clients like all others: listed, killed, and held to the limits. */
final class WebClientsTest {
    private static final int KILOBYTES_100 = 100_000;
    private static final int PUBLISHES_MAX = 2_000;
    private static final Pattern ID = Pattern.compile("^id=(\\d+) ");

    private final WebServer server = WebServer.start();
    private final RespClient resp = server.resp();

    @AfterEach
    void close() {
        server.close();
    }

    private String line(RawHttp client) {
        return resp.text("CLIENT", "LIST")
                .lines()
                .filter(line -> line.contains(" addr=" + client.address() + " "))
                .findFirst()
                .orElse("");
    }

    private static long id(String line) {
        Matcher matcher = ID.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Long.parseLong(Objects.requireNonNull(matcher.group(1)));
    }

    @Test
    void aWebSocketIsListed() {
        RawWebSocket socket = server.webSocket();
        socket.reply("CLIENT", "SETNAME", "alice");
        socket.subscribe("global");
        socket.reply("PSUBSCRIBE", "g*");

        String line = line(socket.client());

        assertThat(line)
                .contains(" laddr=127.0.0.1:" + server.webPort() + " ")
                .contains(" name=alice ", " flags=P ", " sub=1 psub=1 ssub=0 ")
                .contains(" cmd=psubscribe ", " user=default ", " resp=3 ");
        assertThat(socket.reply("CLIENT", "ID").longValue()).isEqualTo(id(line));
        assertThat(resp.text("CLIENT", "LIST", "TYPE", "pubsub").lines()).hasSize(1);
    }

    @Test
    void aWebSocketIsKilled() {
        RawWebSocket byId = server.webSocket();
        RawWebSocket byAddress = server.webSocket();
        byId.subscribe("global");
        byAddress.subscribe("global");
        assertThat(resp.number("PUBLISH", "global", "1")).isEqualTo(2);

        assertThat(resp.number("CLIENT", "KILL", "ID", Long.toString(id(line(byId.client())))))
                .isEqualTo(1);
        assertThat(resp.text("CLIENT", "KILL", byAddress.client().address())).isEqualTo("OK");

        assertThat(resp.number("PUBLISH", "global", "2")).isZero();
        byId.expect("{\"push\":[\"message\",\"global\",\"1\"]}");
        byId.client().readToEnd();
        byAddress.client().readToEnd();
    }

    @Test
    void anIdleWebSocketIsClosedButNoneThatListens() {
        RawWebSocket idle = server.webSocket();
        RawWebSocket listening = server.webSocket();
        listening.subscribe("global");

        server.set("timeout", "1");

        idle.client().readToEnd();
        assertThat(server.resp().number("PUBLISH", "global", "still")).isEqualTo(1);
        listening.expect("{\"push\":[\"message\",\"global\",\"still\"]}");
    }

    /** Publishes until nobody listens any more. */
    private void publishUntilNobodyListens() {
        RespClient publisher = server.resp();
        String message = "x".repeat(KILOBYTES_100);
        int published = 0;
        while (publisher.number("PUBLISH", "flood", message) > 0) {
            assertThat(published++).as("publishes that waited").isLessThan(PUBLISHES_MAX);
        }
    }

    @Test
    void aWebSocketThatDoesNotReadIsClosedAtTheLimit() {
        server.set("client-output-buffer-limit", "pubsub 2mb 0 0");
        try (RawHttp slow = new RawHttp(server.webPort(), 4_096)) {
            RawWebSocket.open(slow).subscribe("flood");

            publishUntilNobodyListens();

            await().untilAsserted(() -> assertThat(line(slow)).isEmpty());
            slow.readToEnd();
        }
    }

    @Test
    void anEventStreamThatDoesNotReadIsClosedAtTheLimit() {
        server.set("client-output-buffer-limit", "pubsub 2mb 0 0");
        try (RawHttp slow = new RawHttp(server.webPort(), 4_096)) {
            EventStream.open(slow, "channel=flood");

            publishUntilNobodyListens();

            await().untilAsserted(() -> assertThat(line(slow)).isEmpty());
            slow.readToEnd();
        }
    }

    @Test
    void whatWaitsForAWebSocketShowsInItsLine() {
        try (RawHttp slow = new RawHttp(server.webPort(), 4_096)) {
            RawWebSocket.open(slow).subscribe("flood");
            RespClient publisher = server.resp();
            String message = "x".repeat(KILOBYTES_100);
            for (int i = 0; i < 80; i++) {
                publisher.number("PUBLISH", "flood", message);
            }

            await().untilAsserted(() ->
                    assertThat(line(slow)).containsPattern(" oll=[1-9]\\d* omem=\\d{6,} "));
        }
    }

    @Test
    void aSlowWebSocketDelaysNobody() {
        try (RawHttp slow = new RawHttp(server.webPort(), 4_096)) {
            RawWebSocket.open(slow).subscribe("flood");
            RawWebSocket quick = server.webSocket();
            quick.subscribe("flood");
            EventStream events = server.events("channel=flood");
            String message = "x".repeat(KILOBYTES_100);

            for (int i = 0; i < 60; i++) {
                resp.number("PUBLISH", "flood", i + message);
                String push = "{\"push\":[\"message\",\"flood\",\"" + i + message + "\"]}";
                quick.expect(push);
                events.expect(push);
            }
        }
    }

    @Test
    void answersThatNobodyReadsDoNotPileUpWithoutEnd() {
        try (RawHttp slow = new RawHttp(server.webPort(), 4_096)) {
            RawWebSocket socket = RawWebSocket.open(slow);
            server.set("client-output-buffer-limit", "pubsub 2mb 0 0");
            String large = "y".repeat(KILOBYTES_100);

            for (int i = 0; i < PUBLISHES_MAX && !line(slow).isEmpty(); i++) {
                socket.sendMayBreak(Frame.text(Json.request("1", "ECHO", large)));
            }

            await().untilAsserted(() -> assertThat(line(slow)).isEmpty());
        }
    }
}
