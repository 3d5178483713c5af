package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** SLOWLOG and LATENCY: what took long. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class SlowLogTest {
    private final Dialect dialect;
    private final TestServer server;
    private final RespClient client;

    SlowLogTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server = TestServer.withLoops(loops);
        client = server.client(dialect);
    }

    @AfterEach
    void close() {
        server.close();
    }

    /** The words of each entry, the latest first. */
    private List<List<String>> entries() {
        return ((Reply.Array) client.call("SLOWLOG", "GET", "-1"))
                .elements().stream()
                        .map(entry -> ((Reply.Array) entry).elements().get(3))
                        .map(words -> ((Reply.Array) words).elements().stream())
                        .map(words -> words.map(RespClient::textOf).toList())
                        .toList();
    }

    private void logEverything() {
        client.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
        client.call("SLOWLOG", "RESET");
    }

    @Test
    void publishesAreLoggedOneByOneWhenAllAre() {
        logEverything();
        client.sendRaw(
                RespClient.encoded("PUBLISH", "x", "1") + RespClient.encoded("PUBLISH", "x", "2"));
        client.read();
        client.read();

        assertThat(entries())
                .startsWith(List.of("PUBLISH", "x", "2"), List.of("PUBLISH", "x", "1"));
    }

    @Test
    void longRequestsAreShortened() {
        logEverything();
        client.call("PUBLISH", "x", "p".repeat(200));
        String[] words = new String[40];
        Arrays.fill(words, "w");
        words[0] = "PUBSUB";
        words[1] = "NUMSUB";
        client.call(words);

        List<List<String>> entries = entries();
        assertThat(entries.get(0)).hasSize(32).endsWith("w", "... (9 more arguments)");
        assertThat(entries.get(1)).last().isEqualTo("p".repeat(128) + "... (72 more bytes)");
    }

    @Test
    void passwordsAreNotLogged() {
        logEverything();
        client.call("AUTH", "secret");
        client.call("HELLO", dialect == Dialect.RESP3 ? "3" : "2", "AUTH", "default", "secret");
        client.call("CONFIG", "SET", "requirepass", "secret", "timeout", "0");

        assertThat(entries().toString()).contains("(redacted)").doesNotContain("secret");
    }

    @Test
    void theOldestEntriesAreForgotten() {
        logEverything();
        client.call("CONFIG", "SET", "slowlog-max-len", "2");
        for (int i = 0; i < 5; i++) {
            client.call("ECHO", Integer.toString(i));
        }

        assertThat(client.number("SLOWLOG", "LEN")).isEqualTo(2);
        assertThat(client.callRaw("SLOWLOG", "GET", "-2"))
                .isEqualTo("-ERR count should be greater than or equal to -1\r\n");
    }

    @Test
    void whatReachesTheThresholdIsAnEvent() {
        assertThat(client.callRaw("LATENCY", "LATEST")).isEqualTo("*0\r\n");
        client.call("CONFIG", "SET", "latency-monitor-threshold", "1");
        await().until(() -> {
            client.call("COMMAND", "DOCS");
            client.call("COMMAND");
            client.call("MEMORY", "PURGE");
            return client.callRaw("LATENCY", "LATEST").contains("$7\r\ncommand\r\n");
        });

        assertThat(client.text("LATENCY", "GRAPH", "command")).startsWith("command - high ");
        assertThat(client.text("LATENCY", "DOCTOR")).contains("command: ");
        assertThat(client.number("LATENCY", "RESET", "command", "nope")).isEqualTo(1);
    }

    @Test
    void theHistogramCountsEveryLoop() {
        for (int i = 0; i < 6; i++) {
            server.client().call("PING");
        }

        String histogram = client.callRaw("LATENCY", "HISTOGRAM", "ping", "nope");
        assertThat(histogram).contains("$4\r\nping\r\n", "$5\r\ncalls\r\n:6\r\n", "histogram_usec");
        assertThat(histogram).endsWith(":6\r\n");
    }
}
