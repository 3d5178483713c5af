package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads of histories that wait for messages. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class BlockingReadTest {
    private final Dialect dialect;
    private final TestServer server;
    private final RespClient reader;
    private final RespClient client;

    BlockingReadTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server =
                TestServer.with(settings ->
                        settings.with(SettingTable.IO_THREADS, (long) loops)
                                .with(SettingTable.QUERY_BUFFER_LIMIT, 1L << 20));
        history("room jobs");
        reader = server.client(dialect);
        client = server.client(dialect);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void history(String rules) {
        assertThat(
                        server.settings()
                                .change(List.of(new LiveSettings.Pair("history", Bytes.of(rules)))))
                .isNull();
    }

    private String nil() {
        return dialect == Dialect.RESP3 ? "_\r\n" : "*-1\r\n";
    }

    private void awaitBlocked(int clients) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        client.text("INFO", "clients")
                                .contains("blocked_clients:" + clients + "\r\n"));
    }

    private long blockedReader(String... command) {
        long id = reader.number("CLIENT", "ID");
        reader.send(command);
        awaitBlocked(1);
        return id;
    }

    @Test
    void aReadWaitsForTheNextMessageOfAnyOfItsChannels() {
        client.call("PUBLISH", "room", "before");
        blockedReader("XREAD", "BLOCK", "0", "STREAMS", "jobs", "room", "$", "$");
        client.call("PUBLISH", "room", "after");
        assertThat(reader.readRaw()).contains("room", "after").doesNotContain("before", "jobs");
        awaitBlocked(0);
    }

    @Test
    void aReadThatHasSomethingDoesNotWait() {
        client.call("PUBLISH", "room", "one");
        assertThat(reader.callRaw("XREAD", "BLOCK", "0", "STREAMS", "room", "0")).contains("one");
        client.call("PUBLISH", "room", "two");
        assertThat(reader.callRaw("XREAD", "BLOCK", "0", "STREAMS", "room", "+"))
                .contains("two")
                .doesNotContain("one");
    }

    @Test
    void nothingIsLostBetweenReads() {
        List<String> got = new ArrayList<>();
        String last = "0";
        for (int i = 0; i < 300; i++) {
            client.send("PUBLISH", "room", "m" + i);
        }
        while (got.size() < 300) {
            String answer =
                    reader.callRaw("XREAD", "COUNT", "7", "BLOCK", "0", "STREAMS", "room", last);
            List<String> lines = answer.lines().filter(line -> line.matches("m\\d+")).toList();
            got.addAll(lines);
            last = answer.lines().filter(line -> line.matches("\\d+-\\d+")).toList().getLast();
        }
        for (int i = 0; i < 300; i++) {
            assertThat(got.get(i)).isEqualTo("m" + i);
        }
    }

    @Test
    void aReadThatWaitsInVainAnswersNothing() {
        assertThat(reader.callRaw("XREAD", "BLOCK", "1", "STREAMS", "room", "$")).isEqualTo(nil());
        for (int i = 20; i > 0; i--) {
            server.client(dialect).send("XREAD", "BLOCK", i + "", "STREAMS", "room", "$");
        }
        awaitBlocked(0);
    }

    @Test
    void clientUnblockEndsTheWait() {
        long id = blockedReader("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        assertThat(client.text("CLIENT", "LIST"))
                .containsPattern("id=" + id + " .* flags=b .* cmd=xread ");
        assertThat(client.number("CLIENT", "UNBLOCK", id + "")).isEqualTo(1);
        assertThat(reader.readRaw()).isEqualTo(nil());
        assertThat(client.number("CLIENT", "UNBLOCK", id + "")).isZero();
        blockedReader("XREAD", "BLOCK", "100000", "STREAMS", "room", "$");
        assertThat(client.number("CLIENT", "UNBLOCK", id + "", "ERROR")).isEqualTo(1);
        assertThat(reader.readRaw())
                .isEqualTo("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n");
        assertThat(reader.text("PING")).isEqualTo("PONG");
    }

    @Test
    void unblockingInsideExecAnswersBothWhole() {
        long id = blockedReader("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        client.call("MULTI");
        client.call("PING");
        client.call("CLIENT", "UNBLOCK", id + "");
        client.call("PING");
        assertThat(client.callRaw("EXEC")).isEqualTo("*3\r\n+PONG\r\n:1\r\n+PONG\r\n");
        assertThat(reader.readRaw()).isEqualTo(nil());
    }

    @Test
    void theNextRequestsWaitAndAreAnsweredInOrder() {
        reader.send("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        reader.send("ECHO", "behind");
        reader.send("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        awaitBlocked(1);
        client.call("PUBLISH", "room", "first");
        assertThat(reader.readRaw()).contains("first");
        assertThat(reader.readRaw()).contains("behind");
        awaitBlocked(1);
        client.call("PUBLISH", "room", "second");
        assertThat(reader.readRaw()).contains("second");
    }

    @Test
    void whoGoesAwayWhileWaitingIsNoticed() {
        blockedReader("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        reader.close();
        awaitBlocked(0);
        RespClient halfClosed = server.client(dialect);
        halfClosed.send("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        awaitBlocked(1);
        halfClosed.endOfRequests();
        assertThat(halfClosed.readToEnd()).isEmpty();
        awaitBlocked(0);
        RespClient killed = server.client(dialect);
        long id = killed.number("CLIENT", "ID");
        killed.send("XREAD", "BLOCK", "100000", "STREAMS", "room", "$");
        awaitBlocked(1);
        assertThat(client.number("CLIENT", "KILL", "ID", id + "")).isEqualTo(1);
        assertThat(killed.readToEnd()).isEmpty();
        awaitBlocked(0);
    }

    @Test
    void whatAWaitingClientSendsIsBounded() {
        blockedReader("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        String large = "x".repeat(100_000);
        for (int i = 0; i < 30; i++) {
            try {
                reader.send("ECHO", large);
            } catch (UncheckedIOException closed) {
                break;
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        client.text("INFO", "stats")
                                .contains("client_query_buffer_limit_disconnections:1\r\n"));
        awaitBlocked(0);
    }

    @Test
    void withinExecNobodyWaits() {
        reader.call("MULTI");
        reader.call("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        assertThat(reader.callRaw("EXEC")).isEqualTo("*1\r\n" + nil());
    }

    @Test
    void deletingAHistoryDoesNotEndTheWait() {
        client.call("PUBLISH", "room", "before");
        blockedReader("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        client.call("DEL", "room");
        client.call("FLUSHALL");
        client.call("PUBLISH", "room", "after");
        assertThat(reader.readRaw()).contains("after");
    }

    @Test
    void aChannelThatKeepsNothingAnyMoreEndsTheWait() {
        blockedReader("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        history("jobs");
        assertThat(reader.readRaw()).startsWith("-ERR channel 'room' keeps no history");
    }

    @Test
    void whoMayNotHearAChannelAnyMoreIsNotTold() {
        client.call("ACL", "SETUSER", "reader", "on", "nopass", "+@all", "&room");
        reader.call("AUTH", "reader", "x");
        blockedReader("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
        client.call("ACL", "SETUSER", "reader", "resetchannels");
        client.call("PUBLISH", "room", "secret");
        assertThat(reader.readRaw()).isEqualTo("-NOPERM No permissions to access a channel\r\n");
    }

    @Test
    void everyReaderOfAChannelGetsTheMessage() {
        List<RespClient> readers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RespClient one = server.client(dialect);
            one.send("XREAD", "BLOCK", "0", "STREAMS", "room", "$");
            readers.add(one);
        }
        awaitBlocked(20);
        client.call("XADD", "room", "*", "message", "hello");
        readers.forEach(one -> assertThat(one.readRaw()).contains("hello"));
    }
}
