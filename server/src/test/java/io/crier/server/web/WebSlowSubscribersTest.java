package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Browsers that stop reading a channel with a policy. */
final class WebSlowSubscribersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 4_000;
    private static final int RECEIVE_BYTES = 16 * 1024;

    private static WebServer server(String policy, String... more) {
        String[] flags = {
            "--slow-subscriber",
            "feed",
            policy,
            "--client-output-buffer-limit",
            "pubsub",
            "262144",
            "0",
            "0"
        };
        String[] all = new String[flags.length + more.length];
        System.arraycopy(flags, 0, all, 0, flags.length);
        System.arraycopy(more, 0, all, flags.length, more.length);
        return WebServer.start(all);
    }

    /** Text that no compression makes short. */
    private static String padding(int seed) {
        StringBuilder text = new StringBuilder(4_000);
        long state = seed + 1L;
        while (text.length() < 4_000) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            text.append(Long.toString(state >>> 1, 36));
        }
        return text.toString();
    }

    private static void publishAll(WebServer server) {
        for (int i = 0; i < MESSAGES; i++) {
            assertThat(server.inside().publish("feed", i + ":" + padding(i))).isEqualTo(1);
        }
        RespClient watcher = server.resp();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(watcher.text("CLIENT", "LIST"))
                                .containsPattern(" missed=[1-9][0-9]*\n"));
    }

    private static void readAll(Supplier<JsonNode> stream) {
        int next = 0;
        int told = 0;
        while (next < MESSAGES) {
            JsonNode node = stream.get();
            if (node.has("push")) {
                assertThat(node.get("push").get(2).stringValue())
                        .isEqualTo(next + ":" + padding(next));
                next++;
            } else {
                assertThat(node.get("channel").stringValue()).isEqualTo("feed");
                told += node.get("missed").intValue();
                next += node.get("missed").intValue();
            }
        }
        assertThat(told).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-oldest", "latest"})
    void aWebSocketIsToldWhatItMissedWhereItWouldHaveStood(String policy) {
        try (WebServer server = server(policy);
                RawHttp client = new RawHttp(server.webPort(), RECEIVE_BYTES)) {
            RawWebSocket socket = RawWebSocket.open(client).subscribe("feed");
            publishAll(server);
            readAll(socket::next);
        }
    }

    @Test
    void whatWasSkippedIsCountedForItsChannels() {
        try (WebServer server = server("drop-oldest", "--metrics-channels", "feed* *");
                RawHttp client = new RawHttp(server.webPort(), RECEIVE_BYTES)) {
            RawWebSocket.open(client).subscribe("feed");
            publishAll(server);

            String metrics = server.call("GET /metrics").body();

            assertThat(figure(metrics, "crier_channel_missed_total{pattern=\"feed*\"} "))
                    .isPositive()
                    .isEqualTo(figure(metrics, "crier_missed_total{policy=\"drop-oldest\"} "));
            assertThat(figure(metrics, "crier_channel_missed_total{pattern=\"*\"} ")).isZero();
        }
    }

    private static double figure(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + "is not told"));
    }

    @Test
    void aCompressedWebSocketIsToldAsWell() {
        try (WebServer server = server("drop-oldest", "--websocket-compression", "yes");
                RawHttp client = new RawHttp(server.webPort(), RECEIVE_BYTES)) {
            RawWebSocket socket =
                    RawWebSocket.open(client, "Sec-WebSocket-Extensions: permessage-deflate")
                            .send(Json.request("1", "SUBSCRIBE", "feed"));
            assertThat(json(socket.read()).get("id").intValue()).isEqualTo(1);
            publishAll(server);
            readAll(() -> json(socket.read()));
        }
    }

    private static JsonNode json(Frame frame) {
        try {
            return Json.read(
                    (frame.head() & 0x40) != 0
                            ? WebSocketUpgradeTest.inflated(frame)
                            : frame.text());
        } catch (DataFormatException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-oldest", "latest"})
    void anEventStreamGetsAnEventMissed(String policy) {
        try (WebServer server = server(policy);
                RawHttp client = new RawHttp(server.webPort(), RECEIVE_BYTES)) {
            EventStream events = EventStream.open(client, "channel=feed");
            publishAll(server);
            readAll(() -> data(events));
        }
    }

    private static JsonNode data(EventStream events) {
        String line = events.line();
        boolean missed = false;
        while (!line.startsWith("data: ")) {
            missed |= line.equals("event: missed");
            line = events.line();
        }
        JsonNode data = Json.read(line.substring("data: ".length()));
        assertThat(data.has("missed")).isEqualTo(missed);
        return data;
    }
}
