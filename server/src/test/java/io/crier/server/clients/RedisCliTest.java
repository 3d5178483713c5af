package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The terminal programs that come with Redis. */
@Tag("programs")
@ParameterizedClass
@EnumSource
final class RedisCliTest {

    @RegisterExtension final ServerFixture server;

    RedisCliTest(ServerProgram program) {
        server = new ServerFixture(program);
    }

    @ParameterizedTest
    @EnumSource
    void subscribesInOneTerminalAndPublishesInAnother(Dialect dialect) {
        try (var channels = cli(dialect, "SUBSCRIBE", "news", "sport");
                var patterns = cli(dialect, "PSUBSCRIBE", "n*")) {
            expect(channels, "subscribe", "news", "1", "subscribe", "sport", "2");
            expect(patterns, "psubscribe", "n*", "1");
            assertThat(answer(dialect, "PUBLISH", "news", "first")).containsExactly("2");
            assertThat(answer(dialect, "PUBLISH", "sport", "second")).containsExactly("1");
            assertThat(answer(dialect, "PUBLISH", "elsewhere", "third")).containsExactly("0");
            expect(channels, "message", "news", "first", "message", "sport", "second");
            expect(patterns, "pmessage", "n*", "news", "first");
            assertThat(answer(dialect, "PUBSUB", "CHANNELS", "s*")).containsExactly("sport");
            assertThat(answer(dialect, "PUBSUB", "NUMSUB", "news")).containsExactly("news", "1");
            assertThat(answer(dialect, "PUBSUB", "NUMPAT")).containsExactly("1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsShardChannelsApart(Dialect dialect) {
        try (var shard = cli(dialect, "SSUBSCRIBE", "news")) {
            expect(shard, "ssubscribe", "news", "1");
            assertThat(answer(dialect, "PUBLISH", "news", "not for shards")).containsExactly("0");
            assertThat(answer(dialect, "SPUBLISH", "news", "for shards")).containsExactly("1");
            expect(shard, "smessage", "news", "for shards");
        }
    }

    @ParameterizedTest
    @EnumSource
    void publishesWhatComesFromAPipe(Dialect dialect) {
        try (var subscriber = cli(dialect, "--no-raw", "SUBSCRIBE", "news");
                var publisher = cli(dialect, "-x", "PUBLISH", "news")) {
            subscriber.awaitLine("(integer) 1");
            publisher.send("\0\r\n\u00e9");
            publisher.endInput();
            assertThat(publisher.awaitSuccess()).containsExactly("1");
            assertThat(subscriber.awaitLine("3)")).endsWith("\"\\x00\\r\\n\\xc3\\xa9\\n\"");
        }
    }

    @Test
    void answersCommandsTypedIntoIt() {
        try (var terminal = cli(Dialect.RESP2)) {
            terminal.send("PING");
            expect(terminal, "PONG");
            terminal.send("PUBLISH news \"to nobody\"");
            expect(terminal, "0");
            terminal.send("CLIENT SETNAME terminal");
            expect(terminal, "OK");
            terminal.send("CLIENT GETNAME");
            expect(terminal, "terminal");
            terminal.send("PUBLISH news");
            expect(terminal, "ERR wrong number of arguments for 'publish' command");
            terminal.send("NOSUCH thing");
            terminal.awaitLine("ERR unknown command 'NOSUCH', with args beginning with: 'thing'");
            terminal.send("HELLO 3");
            terminal.awaitLine("proto 3");
            terminal.awaitLine("modules");
            terminal.send("SUBSCRIBE news");
            expect(terminal, "subscribe", "news", "1");
            answer(Dialect.RESP3, "PUBLISH", "news", "to the terminal");
            expect(terminal, "message", "news", "to the terminal");
        }
    }

    @Test
    void publishesWithItsPasswordOnly() {
        server.restart(Map.of("requirepass", "open sesame"));
        assertThat(answer(Dialect.RESP2, "PUBLISH", "news", "hello"))
                .containsExactly("NOAUTH Authentication required.", "");
        assertThat(
                        answer(
                                Dialect.RESP3,
                                "--no-auth-warning",
                                "-a",
                                "open sesame",
                                "PUBLISH",
                                "news",
                                "hello"))
                .containsExactly("0");
    }

    @Test
    void showsTheStatistics() {
        // Into a pipe it writes whole blocks, so it must print often to be seen.
        try (var statistics = cli(Dialect.RESP2, "--stat", "-i", "0.001")) {
            assertThat(statistics.awaitLine("clients blocked requests")).startsWith("keys");
            assertThat(statistics.awaitLine("(+")).matches("\\d+ .*");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isLoadedByTheBenchmark(Dialect dialect) {
        var command = new ArrayList<>(List.of("redis-benchmark", "-p", port(), "-n", "1000", "-q"));
        if (dialect == Dialect.RESP3) {
            command.add("-3");
        }
        try (var ping = benchmark(command, "-t", "ping");
                var publish = benchmark(command, "-P", "16", "publish", "ch", "hello")) {
            assertThat(String.join("\n", ping.awaitSuccess()))
                    .contains("PING_INLINE: ", "PING_MBULK: ", "requests per second");
            assertThat(String.join("\n", publish.awaitSuccess()))
                    .contains("publish ch hello: ", "requests per second");
        }
    }

    private static ChildProcess benchmark(List<String> command, String... more) {
        var line = new ArrayList<>(command);
        line.addAll(List.of(more));
        return ChildProcess.start(line);
    }

    /** redis-cli speaks RESP2 when it is told nothing. */
    private ChildProcess cli(Dialect dialect, String... arguments) {
        var command = new ArrayList<>(List.of("redis-cli", "-p", port()));
        if (dialect == Dialect.RESP3) {
            command.add("-3");
        }
        command.addAll(List.of(arguments));
        return ChildProcess.start(command);
    }

    private List<String> answer(Dialect dialect, String... arguments) {
        try (var cli = cli(dialect, arguments)) {
            return cli.awaitSuccess();
        }
    }

    private String port() {
        return Integer.toString(server.port());
    }

    private static void expect(ChildProcess terminal, String... lines) {
        for (var line : lines) {
            assertThat(terminal.nextLine()).isEqualTo(line);
        }
    }
}
