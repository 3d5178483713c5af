package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.CrierServer;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import io.crier.server.settings.Transport;
import io.crier.server.testing.RespClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sockets of the system that nobody reads for a while, with a policy for their channel. */
final class SlowSubscribersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 6_000;
    private static final String PADDING = "x".repeat(4_000);

    @ParameterizedTest
    @CsvSource({
        "EPOLL, RESP2, drop-oldest",
        "EPOLL, RESP3, latest",
        "AUTO, RESP3, drop-oldest",
        "IO_URING, RESP2, latest",
        "IO_URING, RESP3, drop-oldest",
        "NIO, RESP2, drop-oldest",
        "NIO, RESP3, latest"
    })
    void whoStopsReadingMissesWholeMessagesAndIsToldHowManyAndWhere(
            Transport transport, Dialect dialect, String policy) {
        Settings settings = Carriers.settings(transport, 2);
        LiveSettings live = new LiveSettings(settings, null);
        set(live, "client-output-buffer-limit", "pubsub 262144 0 0");
        set(live, "slow-subscriber", "feed " + policy);
        try (CrierServer server = CrierServer.start(live);
                RespClient reader = RespClient.connect(server.port(), dialect);
                RespClient watcher = RespClient.connect(server.port())) {
            long id = reader.number("CLIENT", "ID");
            reader.call("SUBSCRIBE", "feed");
            reader.call("SUBSCRIBE", "__missed__:" + id);

            for (int i = 0; i < MESSAGES; i++) {
                assertThat(server.publish("feed", i + ":" + PADDING)).isEqualTo(1);
            }
            server.publish("other", "");
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(watcher.text("CLIENT", "LIST", "ID", "" + id))
                                    .containsPattern(" missed=[1-9][0-9]*\n"));

            long told = readAll(reader);
            assertThat(watcher.text("CLIENT", "LIST", "ID", "" + id))
                    .endsWith(" missed=" + told + "\n");
            assertThat(watcher.text("INFO", "stats")).contains("missed_messages:" + told);
        }
    }

    /** Answers how many were missed, when the last message has come. */
    private static long readAll(RespClient reader) {
        long told = 0;
        int next = 0;
        while (next < MESSAGES) {
            List<Reply> push = elements(reader.read());
            String channel = RespClient.textOf(push.get(1));
            String payload = RespClient.textOf(push.get(2));
            if (channel.equals("feed")) {
                assertThat(payload).isEqualTo(next + ":" + PADDING);
                next++;
            } else {
                assertThat(payload).startsWith("{\"missed\":").endsWith(",\"channel\":\"feed\"}");
                int missed =
                        Integer.parseInt(
                                payload.substring("{\"missed\":".length(), payload.indexOf(',')));
                told += missed;
                next += missed;
            }
        }
        assertThat(told).isPositive();
        return told;
    }

    private static List<Reply> elements(Reply push) {
        List<Reply> elements =
                switch (push) {
                    case Reply.Push(List<Reply> all) -> all;
                    case Reply.Array(List<Reply> all) -> all;
                    case Reply other -> throw new AssertionError("no push: " + other);
                };
        return Objects.requireNonNull(elements);
    }

    private static void set(LiveSettings settings, String name, String value) {
        assertThat(settings.change(List.of(new LiveSettings.Pair(name, Bytes.of(value))))).isNull();
    }
}
