package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave early, ask without listening, or ask for too much. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
final class HostileClientTest {
    private final TestServer server;

    HostileClientTest(int loops) {
        server = TestServer.with(settings -> settings.with(SettingTable.IO_THREADS, (long) loops));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void set(String name, String value) {
        assertThat(server.settings().change(List.of(new LiveSettings.Pair(name, Bytes.of(value)))))
                .isNull();
    }

    @Test
    void whoStopsSendingStillGetsAllReplies() {
        for (int i = 0; i < 50; i++) {
            RespClient client = server.client();

            client.sendRaw("ECHO one\r\nCLIENT LIST\r\nECHO two\r\n").endOfRequests();

            assertThat(client.readToEnd()).startsWith("$3\r\none").endsWith("two\r\n");
        }
    }

    @Test
    void whoStopsSendingIsNoSubscriberAnyMore() {
        RespClient client = server.client();

        client.sendRaw("SUBSCRIBE x\r\n").endOfRequests();

        assertThat(client.readToEnd()).endsWith(":1\r\n");
        assertThat(server.client().number("PUBLISH", "x", "late")).isZero();
    }

    @Test
    void whoStopsSendingDuringAPauseIsNotKept() {
        server.client().call("CLIENT", "PAUSE", "10000000", "WRITE");
        RespClient client = server.client();

        client.sendRaw("PUBLISH x 1\r\n").endOfRequests();

        assertThat(client.readToEnd()).isEmpty();
    }

    @Test
    void aStrangerWhoDoesNotReadIsClosed() {
        set("requirepass", "secret");
        RespClient stranger = server.client();
        String questions = "x\r\n".repeat(8 * 1024);

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 200; i++) {
                                stranger.sendRaw(questions);
                            }
                        })
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whatMultiQueuesCountsAsUnfinishedRequests() {
        set("client-query-buffer-limit", "1mb");
        RespClient client = server.client();
        client.call("MULTI");

        client.sendRaw("PING\r\n".repeat(10_000));

        assertThat(client.readToEnd()).startsWith("+QUEUED").doesNotContain("PONG");
        assertThat(server.client().text("PING")).isEqualTo("PONG");
    }

    @Test
    void aPatternMayBeLongButNotWithoutEnd() {
        RespClient client = server.client();
        String longest = "*" + "x".repeat(Patterns.BYTES_MAX - 2) + "*";
        String refusal = "-ERR pattern of 65537 bytes is too long, limit 65536\r\n";

        assertThat(client.callRaw("PSUBSCRIBE", "a", longest + "x")).isEqualTo(refusal);
        assertThat(client.number("PUBSUB", "NUMPAT")).isZero();
        assertThat(client.callRaw("PUBSUB", "CHANNELS", longest + "x")).isEqualTo(refusal);
        assertThat(client.callRaw("CONFIG", "GET", longest + "x")).isEqualTo(refusal);
        assertThat(client.callRaw("PSUBSCRIBE", longest)).endsWith(":1\r\n");
    }

    @Test
    void aPatternThatCouldCostMuchPerByteIsRefused() {
        RespClient client = server.client();
        String costly = "*" + "?".repeat(2_049) + "*";
        String refusal =
                "-ERR pattern with 2049 items between two stars, not all of them plain bytes, limit 2048\r\n";

        assertThat(client.callRaw("PSUBSCRIBE", costly)).isEqualTo(refusal);
        assertThat(client.callRaw("PUBSUB", "CHANNELS", costly)).isEqualTo(refusal);
        assertThat(client.callRaw("CONFIG", "GET", costly)).isEqualTo(refusal);
        assertThat(client.callRaw("CONFIG", "GET", "*" + "x".repeat(2_049) + "*"))
                .isEqualTo(refusal);
    }

    @Test
    void whatAClientCallsItselfIsBoundedAndCounted() {
        RespClient client = server.client();
        String longest = "n".repeat(ClientNames.BYTES_MAX);
        long before = memory(client);

        for (String what : List.of("Client names", "lib-name", "lib-ver")) {
            List<String> words =
                    what.equals("Client names")
                            ? List.of("CLIENT", "SETNAME")
                            : List.of("CLIENT", "SETINFO", what);
            assertThat(client.callRaw(with(words, longest + "n")))
                    .isEqualTo("-ERR " + what + " of 65537 bytes is too long, limit 65536\r\n");
            assertThat(client.text(with(words, longest))).isEqualTo("OK");
        }
        assertThat(client.callRaw("HELLO", "2", "SETNAME", longest + "n")).startsWith("-ERR");
        assertThat(memory(client) - before).isGreaterThanOrEqualTo(3L * longest.length());
    }

    @Test
    void prefixesOfTrackingAreBoundedAndCounted() {
        RespClient client = server.client();
        long before = memory(client);
        List<String> words = new ArrayList<>(List.of("CLIENT", "TRACKING", "ON", "BCAST"));
        for (int i = 0; i < 1_024; i++) {
            words.addAll(List.of("PREFIX", i + ":" + "p".repeat(100)));
        }

        assertThat(client.text(words.toArray(String[]::new))).isEqualTo("OK");
        assertThat(memory(client) - before).isGreaterThan(1_024 * 100);
        assertThat(client.callRaw("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "one more"))
                .isEqualTo("-ERR too many prefixes, limit 1024\r\n");
        assertThat(
                        client.callRaw(
                                "CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "x".repeat(16_385)))
                .isEqualTo("-ERR prefix of 16385 bytes is too long, limit 16384\r\n");
    }

    @Test
    void whatIsUnfinishedOrCompiledIsCounted() {
        RespClient client = server.client();
        String id = String.valueOf(client.number("CLIENT", "ID"));
        RespClient other = server.client();
        long before = memory(other, id);

        client.sendRaw("*100000\r\n" + "$1\r\nx\r\n".repeat(90_000));
        await().until(() -> memory(other, id) - before > 90_000 * 8);

        RespClient subscriber = server.client(Dialect.RESP3);
        long empty = memory(subscriber);
        subscriber.callRaw("PSUBSCRIBE", "*" + "?".repeat(2_000) + "*");
        assertThat(memory(subscriber) - empty).isGreaterThan(2_000 * 32);
    }

    private static String[] with(List<String> words, String last) {
        List<String> all = new ArrayList<>(words);
        all.add(last);
        return all.toArray(String[]::new);
    }

    private static long memory(RespClient client) {
        return memoryIn(client.text("CLIENT", "INFO"));
    }

    private static long memoryIn(String line) {
        return Long.parseLong(line.replaceAll("(?s).*tot-mem=(\\d+).*", "$1"));
    }

    private static long memory(RespClient asker, String id) {
        return memoryIn(asker.text("CLIENT", "LIST", "ID", id));
    }
}
