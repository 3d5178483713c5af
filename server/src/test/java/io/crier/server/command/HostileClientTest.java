package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.io.UncheckedIOException;
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
}
