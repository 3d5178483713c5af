package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.settings.HistoryTable;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Work that is shared by the consumers of a group. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class ConsumerGroupsTest {
    private static final Pattern ENTRY =
            Pattern.compile("(\\d+-\\d+)\r\n\\*2\r\n\\$7\r\nmessage\r\n\\$\\d+\r\n(\\w+)");

    private final Dialect dialect;
    private final TestServer server;
    private final RespClient client;

    ConsumerGroupsTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server =
                TestServer.with(settings ->
                        settings.with(SettingTable.IO_THREADS, (long) loops)
                                .with(HistoryTable.MEMORY_MAX, 4L << 20));
        history("jobs");
        client = server.client(dialect);
        client.call("XGROUP", "CREATE", "jobs", "g", "$", "MKSTREAM");
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

    private void awaitBlocked(int clients) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        client.text("INFO", "clients")
                                .contains("blocked_clients:" + clients + "\r\n"));
    }

    private RespClient waitingConsumer(String name) {
        RespClient consumer = server.client(dialect);
        consumer.send("XREADGROUP", "GROUP", "g", name, "BLOCK", "0", "STREAMS", "jobs", ">");
        return consumer;
    }

    private static String shown(Reply reply) {
        return switch (reply) {
            case Reply.Int(long value) -> Long.toString(value);
            case Reply.Bulk _ -> "id";
            default -> RespClient.textOf(reply);
        };
    }

    private static String group(Matcher found, int number) {
        return Objects.requireNonNull(found.group(number));
    }

    @Test
    void everyJobIsDoneOnceWhoeverWaitsForIt() throws Exception {
        int jobs = 400;
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String name = "w" + i;
                workers.add(threads.submit(() -> work(name, done)));
            }
            for (int i = 0; i < jobs; i++) {
                client.call("PUBLISH", "jobs", "j" + i);
            }
            for (int i = 0; i < 5; i++) {
                client.call("PUBLISH", "jobs", "end");
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < jobs; i++) {
            expected.add("j" + i);
        }
        assertThat(done).hasSize(jobs).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(client.callRaw("XPENDING", "jobs", "g")).startsWith("*4\r\n:0\r\n");
    }

    private void work(String name, ConcurrentLinkedQueue<String> done) {
        try (RespClient worker = RespClient.connect(server.port(), dialect)) {
            while (true) {
                String given =
                        worker.callRaw(
                                "XREADGROUP",
                                "GROUP",
                                "g",
                                name,
                                "COUNT",
                                "1",
                                "BLOCK",
                                "0",
                                "STREAMS",
                                "jobs",
                                ">");
                Matcher entry = ENTRY.matcher(given);
                assertThat(entry.find()).as(given).isTrue();
                assertThat(worker.number("XACK", "jobs", "g", group(entry, 1))).isEqualTo(1);
                if (group(entry, 2).equals("end")) {
                    return;
                }
                done.add(group(entry, 2));
            }
        }
    }

    @Test
    void whoHasWaitedLongestIsGivenTheNextMessage() {
        List<RespClient> consumers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            consumers.add(waitingConsumer("c" + i));
            awaitBlocked(i + 1);
        }
        for (int i = 0; i < 6; i++) {
            client.call("PUBLISH", "jobs", "j" + i);
        }
        for (int i = 0; i < 6; i++) {
            assertThat(consumers.get(i).readRaw()).contains("j" + i + "\r\n");
        }
        awaitBlocked(0);
    }

    @Test
    void whoWentAwayIsNotGivenAnything() {
        RespClient gone = waitingConsumer("gone");
        awaitBlocked(1);
        RespClient stays = waitingConsumer("stays");
        awaitBlocked(2);
        gone.close();
        awaitBlocked(1);
        client.call("PUBLISH", "jobs", "job");
        assertThat(stays.readRaw()).contains("job");
        assertThat(client.callRaw("XPENDING", "jobs", "g"))
                .contains("stays")
                .doesNotContain("gone");
    }

    @Test
    void theEndOfAGroupEndsTheWaitOfItsConsumers() {
        String noGroup =
                "-NOGROUP No such key 'jobs' or consumer group 'g' in XREADGROUP with GROUP option\r\n";
        RespClient first = waitingConsumer("c");
        awaitBlocked(1);
        assertThat(client.number("XGROUP", "DESTROY", "jobs", "g")).isEqualTo(1);
        assertThat(first.readRaw()).isEqualTo(noGroup);
        client.call("XGROUP", "CREATE", "jobs", "g", "$", "MKSTREAM");
        RespClient second = waitingConsumer("c");
        awaitBlocked(1);
        assertThat(client.number("DEL", "jobs")).isEqualTo(1);
        assertThat(second.readRaw()).isEqualTo(noGroup);
        client.call("XGROUP", "CREATE", "jobs", "g", "$", "MKSTREAM");
        RespClient third = waitingConsumer("c");
        awaitBlocked(1);
        history("other");
        assertThat(third.readRaw()).startsWith("-ERR channel 'jobs' keeps no history");
        assertThat(client.number("EXISTS", "jobs")).isZero();
    }

    @Test
    void aGroupThatIsSetBackGivesItsMessagesToWhoWaits() {
        client.call("PUBLISH", "jobs", "job");
        client.call("XGROUP", "SETID", "jobs", "g", "$");
        RespClient consumer = waitingConsumer("c");
        awaitBlocked(1);
        client.call("XGROUP", "SETID", "jobs", "g", "0");
        assertThat(consumer.readRaw()).contains("job");
    }

    @Test
    void groupsTakeHalfOfTheMemoryOfHistoriesAtMost() {
        StringBuilder publishes = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            publishes.append(RespClient.encoded("PUBLISH", "jobs", "j"));
        }
        history("jobs messages 100000");
        for (int i = 0; i < 30; i++) {
            client.sendRaw(publishes.toString());
            for (int k = 0; k < 1_000; k++) {
                client.read();
            }
        }
        String full =
                "-OOM consumer groups take as much memory as they may: 2097152 bytes, half of history-max-memory\r\n";
        client.call("XREADGROUP", "GROUP", "g", "c", "STREAMS", "jobs", ">");
        assertThat(client.callRaw("XREADGROUP", "GROUP", "g", "c", "STREAMS", "jobs", ">"))
                .isEqualTo(full);
        assertThat(client.callRaw("XGROUP", "CREATE", "jobs", "h", "0")).isEqualTo(full);
        String pending = client.callRaw("XPENDING", "jobs", "g");
        Matcher count = Pattern.compile("\\A\\*4\r\n:(\\d+)\r\n").matcher(pending);
        assertThat(count.find()).isTrue();
        assertThat(Integer.parseInt(group(count, 1))).isBetween(10_000, 2_097_152 / 160 + 1);
        client.call("XGROUP", "DELCONSUMER", "jobs", "g", "c");
        assertThat(
                        client.callRaw(
                                "XREADGROUP",
                                "GROUP",
                                "g",
                                "c",
                                "COUNT",
                                "1",
                                "STREAMS",
                                "jobs",
                                ">"))
                .contains("message");
    }

    @Test
    void aGroupNamedAsAWordOfTheCommandHidesNoChannel() {
        client.call("ACL", "SETUSER", "worker", "on", "nopass", "+@all", "&open");
        history("jobs open");
        client.call("XGROUP", "CREATE", "jobs", "STREAMS", "$");
        RespClient worker = server.client(dialect);
        worker.call("AUTH", "worker", "x");
        assertThat(worker.callRaw("XREADGROUP", "GROUP", "STREAMS", "open", "STREAMS", "jobs", ">"))
                .isEqualTo("-NOPERM No permissions to access a channel\r\n");
    }

    @Test
    void xaddInsideExecKeepsItsPlaceAmongThePublishes() {
        RespClient subscriber = server.client(dialect);
        subscriber.call("SUBSCRIBE", "jobs");
        client.sendRaw(
                RespClient.encoded("MULTI")
                        + RespClient.encoded("PUBLISH", "jobs", "first")
                        + RespClient.encoded("XADD", "jobs", "*", "message", "second")
                        + RespClient.encoded("XADD", "jobs", "*", "text", "none")
                        + RespClient.encoded("XADD", "other", "*", "message", "none")
                        + RespClient.encoded("PUBLISH", "jobs", "third")
                        + RespClient.encoded(
                                "XADD", "jobs", "MAXLEN", "3", "*", "message", "fourth")
                        + RespClient.encoded("XLEN", "jobs")
                        + RespClient.encoded("PUBLISH", "jobs", "fifth")
                        + RespClient.encoded("XLEN", "jobs")
                        + RespClient.encoded("EXEC"));
        for (int i = 0; i < 10; i++) {
            client.read();
        }
        assertThat(((Reply.Array) client.read()).elements().stream().map(ConsumerGroupsTest::shown))
                .containsExactly(
                        "1",
                        "id",
                        "ERR a message has the one field 'message'",
                        "ERR channel 'other' keeps no history; the setting 'history' names those that do",
                        "1",
                        "id",
                        "3",
                        "1",
                        "4");
        for (String each : List.of("first", "second", "third", "fourth", "fifth")) {
            assertThat(subscriber.readRaw()).endsWith("\r\n" + each + "\r\n");
        }
        Matcher entries = ENTRY.matcher(client.callRaw("XRANGE", "jobs", "-", "+"));
        List<String> texts = new ArrayList<>();
        while (entries.find()) {
            texts.add(group(entries, 2));
        }
        assertThat(texts).containsExactly("second", "third", "fourth", "fifth");
    }

    @Test
    void xaddInsideExecTrimsWhatWasBeforeItAlone() {
        client.call("MULTI");
        client.call("XADD", "jobs", "MAXLEN", "1", "*", "message", "first");
        client.call("XADD", "jobs", "MAXLEN", "2", "*", "message", "second");
        client.call("PUBLISH", "jobs", "third");
        client.call("EXEC");
        assertThat(client.number("XLEN", "jobs")).isEqualTo(3);
    }
}
