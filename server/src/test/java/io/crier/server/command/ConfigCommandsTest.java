package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** CONFIG, when the reply waits for work beside the event loop. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class ConfigCommandsTest {
    private final Dialect dialect;
    private final TestServer server;
    private final RespClient client;

    ConfigCommandsTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server = TestServer.withLoops(loops);
        client = server.client(dialect);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String pairs(String name, String value) {
        String head = dialect == Dialect.RESP3 ? "%1\r\n" : "*2\r\n";
        return head
                + "$%d\r\n%s\r\n$%d\r\n%s\r\n"
                        .formatted(name.length(), name, value.length(), value);
    }

    @Test
    void aNameComesBackAsItWasAskedForAndOnlyOnce() {
        assertThat(client.callRaw("CONFIG", "GET", "TimeOut")).isEqualTo(pairs("TimeOut", "0"));
        assertThat(client.callRaw("CONFIG", "GET", "TIMEOU[t]", "timeout", "TIMEOUT"))
                .isEqualTo(pairs("timeout", "0"));
    }

    @Test
    void whatFollowsAChangeSeesIt() {
        client.sendRaw(
                RespClient.encoded("CONFIG", "SET", "timeout", "90", "maxclients", "77")
                        + RespClient.encoded("CONFIG", "GET", "timeout")
                        + RespClient.encoded("CONFIG", "SET", "timeout", "0")
                        + RespClient.encoded("CONFIG", "GET", "timeout"));

        assertThat(client.readRaw()).isEqualTo("+OK\r\n");
        assertThat(client.readRaw()).isEqualTo(pairs("timeout", "90"));
        assertThat(client.readRaw()).isEqualTo("+OK\r\n");
        assertThat(client.readRaw()).isEqualTo(pairs("timeout", "0"));
        assertThat(client.callRaw("CONFIG", "GET", "maxclients"))
                .isEqualTo(pairs("maxclients", "77"));
    }

    @Test
    void aChangeInATransactionIsOneElementOfItsReply() {
        for (String[] words :
                new String[][] {
                    {"MULTI"},
                    {"PING"},
                    {"CONFIG", "SET", "timeout", "5"},
                    {"INFO", "nope"},
                    {"CONFIG", "SET", "timeout", "x"},
                    {"ECHO", "end"}
                }) {
            client.call(words);
        }

        assertThat(client.callRaw("EXEC"))
                .startsWith("*5\r\n+PONG\r\n+OK\r\n")
                .contains("-ERR CONFIG SET failed (possibly related to argument 'timeout')")
                .endsWith("$3\r\nend\r\n");
        assertThat(client.callRaw("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void onePairThatIsRefusedRefusesAll() {
        assertThat(client.callRaw("CONFIG", "SET", "timeout", "3", "maxclients", "x"))
                .startsWith("-ERR CONFIG SET failed (possibly related to argument 'maxclients')");
        assertThat(client.callRaw("CONFIG", "SET", "timeout", "3", "maxclients"))
                .isEqualTo("-ERR syntax error\r\n");
        assertThat(client.callRaw("CONFIG", "GET", "timeout")).isEqualTo(pairs("timeout", "0"));
    }

    @Test
    void withoutAFileThereIsNothingToRewrite() {
        assertThat(client.callRaw("CONFIG", "REWRITE"))
                .isEqualTo("-ERR The server is running without a config file\r\n");
    }

    @Test
    void theStatisticsBeginAnew() {
        client.call("PUBLISH", "x", "y");
        client.call("NOPE");

        assertThat(client.callRaw("CONFIG", "RESETSTAT")).isEqualTo("+OK\r\n");

        assertThat(client.text("INFO", "stats", "errorstats", "commandstats"))
                .contains("total_error_replies:0\r\n")
                .doesNotContain("cmdstat_publish", "errorstat_ERR");
    }
}
