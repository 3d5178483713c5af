package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.settings.HistoryTable;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** What a channel remembers, as clients of RESP read it. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class StreamCommandsTest {
    private final TestServer server;
    private final RespClient client;
    private final RespClient other;

    StreamCommandsTest(Dialect dialect, int loops) {
        server =
                TestServer.with(settings ->
                        settings.with(SettingTable.IO_THREADS, (long) loops)
                                .with(HistoryTable.MEMORY_MAX, 4L << 20));
        history("log:* messages 5 room");
        client = server.client(dialect);
        other = server.client(dialect);
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

    private static List<Reply> elements(Reply reply) {
        return ((Reply.Array) reply).elements();
    }

    private static String id(Reply entry) {
        return RespClient.textOf(elements(entry).getFirst());
    }

    private static List<String> fields(Reply entry) {
        return elements(elements(entry).get(1)).stream().map(RespClient::textOf).toList();
    }

    private List<String> texts(String... command) {
        return elements(client.call(command)).stream().map(entry -> fields(entry).get(1)).toList();
    }

    private long number(String... command) {
        return ((Reply.Int) client.call(command)).value();
    }

    private String error(String... command) {
        return ((Reply.Error) client.call(command)).text();
    }

    @Test
    void whatAnybodyPublishesIsReadInTheOrderOfThePublishes() {
        List<String> published = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RespClient publisher = i % 2 == 0 ? client : other;
            publisher.call("PUBLISH", "room", "m" + i);
            published.add("m" + i);
        }
        assertThat(texts("XRANGE", "room", "-", "+")).isEqualTo(published);
        assertThat(texts("XREVRANGE", "room", "+", "-")).isEqualTo(published.reversed());
        assertThat(texts("XREVRANGE", "room", "+", "-", "COUNT", "2"))
                .containsExactly("m99", "m98");
        assertThat(number("XLEN", "room")).isEqualTo(100);
    }

    @Test
    void idsRiseAndXaddAnswersThem() {
        Set<String> ids = new HashSet<>();
        List<String> inOrder = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = RespClient.textOf(client.call("XADD", "room", "*", "message", "m" + i));
            assertThat(ids.add(id)).isTrue();
            inOrder.add(id);
        }
        assertThat(
                        elements(client.call("XRANGE", "room", "-", "+")).stream()
                                .map(StreamCommandsTest::id))
                .containsExactlyElementsOf(inOrder);
        assertThat(elements(client.call("XRANGE", "room", "(" + inOrder.get(47), "+"))).hasSize(2);
    }

    @Test
    void xaddReachesSubscribersAsPublishDoes() {
        other.call("SUBSCRIBE", "room");
        client.call("XADD", "room", "*", "message", "hello");
        assertThat(other.readRaw()).contains("message", "room", "hello");
    }

    @Test
    void onlyTheNewestAreKeptAndWhatIsForgottenIsTold() {
        for (int i = 0; i < 8; i++) {
            client.call("PUBLISH", "log:a", "m" + i);
        }
        assertThat(texts("XRANGE", "log:a", "-", "+"))
                .containsExactly("m3", "m4", "m5", "m6", "m7");
        assertThat(client.callRaw("XINFO", "STREAM", "log:a"))
                .contains("entries-added\r\n:8", "length\r\n:5");
        assertThat(number("XTRIM", "log:a", "MAXLEN", "2")).isEqualTo(3);
        assertThat(number("DEL", "log:a", "room")).isEqualTo(1);
        assertThat(number("EXISTS", "log:a")).isZero();
        assertThat(RespClient.textOf(client.call("TYPE", "log:a"))).isEqualTo("none");
    }

    @Test
    void thePublishersNameIsAField() {
        client.call("CLIENT", "SETNAME", "alice");
        client.call("PUBLISH", "room", "hello");
        assertThat(fields(elements(client.call("XRANGE", "room", "-", "+")).getFirst()))
                .containsExactly("message", "hello", "from", "alice");
    }

    @Test
    void aChannelWithoutHistorySaysSo() {
        String none =
                "ERR channel 'other' keeps no history; the setting 'history' names those that do";
        assertThat(error("XADD", "other", "*", "message", "x")).isEqualTo(none);
        assertThat(error("XREAD", "STREAMS", "other", "0")).isEqualTo(none);
        client.call("PUBLISH", "other", "x");
        assertThat(number("XLEN", "other")).isZero();
        assertThat(elements(client.call("XRANGE", "other", "-", "+"))).isEmpty();
    }

    @Test
    void scanTellsEveryChannelOnceThatRemembersSomething() {
        Set<String> channels = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            client.call("PUBLISH", "log:" + i, "x");
            channels.add("log:" + i);
        }
        List<String> told = new ArrayList<>();
        String cursor = "0";
        do {
            List<Reply> answer =
                    elements(client.call("SCAN", cursor, "COUNT", "7", "MATCH", "log:*"));
            cursor = RespClient.textOf(answer.getFirst());
            elements(answer.get(1)).forEach(name -> told.add(RespClient.textOf(name)));
        } while (!cursor.equals("0"));
        assertThat(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(channels);
        assertThat(number("DBSIZE")).isEqualTo(300);
        assertThat(elements(client.call("KEYS", "log:1?"))).hasSize(10);
    }

    @Test
    void theOldestOfAllChannelsGoWhenMemoryIsFull() {
        client.call("PUBLISH", "log:old", "x".repeat(1 << 20));
        for (int i = 0; i < 6; i++) {
            client.call("PUBLISH", "room", "y".repeat(1 << 20));
        }
        assertThat(number("EXISTS", "log:old")).isZero();
        assertThat(number("XLEN", "room")).isEqualTo(3);
    }

    @Test
    void whoMayNotHearAChannelMayNotReadItsHistory() {
        client.call("PUBLISH", "room", "secret");
        client.call("PUBLISH", "log:a", "open");
        client.call("ACL", "SETUSER", "reader", "on", "nopass", "+@read", "&log:*");
        other.call("AUTH", "reader", "x");
        String denied = "-NOPERM No permissions to access a channel\r\n";
        assertThat(other.callRaw("XRANGE", "room", "-", "+")).isEqualTo(denied);
        assertThat(other.callRaw("XREAD", "STREAMS", "log:a", "room", "0", "0")).isEqualTo(denied);
        assertThat(other.callRaw("EXISTS", "log:a", "room")).isEqualTo(denied);
        assertThat(other.callRaw("XREAD", "STREAMS", "log:a", "0")).contains("open");
    }

    @Test
    void otherRulesForgetWhatTheyHaveNoRoomFor() {
        for (int i = 0; i < 8; i++) {
            client.call("PUBLISH", "room", "m" + i);
            client.call("PUBLISH", "log:a", "m" + i);
        }
        history("room messages 2");
        assertThat(texts("XRANGE", "room", "-", "+")).containsExactly("m6", "m7");
        assertThat(number("XLEN", "log:a")).isZero();
    }
}
