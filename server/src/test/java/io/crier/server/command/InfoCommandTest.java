package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** INFO tells the truth about all loops together. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class InfoCommandTest {
    private final TestServer server;
    private final RespClient client;

    InfoCommandTest(Dialect dialect, int loops) {
        server = TestServer.withLoops(loops);
        client = server.client(dialect);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String field(String section, String name) {
        return client.text("INFO", section)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("none");
    }

    @Test
    void clientsAndSubscriptionsOfEveryLoopAreCounted() {
        server.client().call("SUBSCRIBE", "a");
        server.client().call("SUBSCRIBE", "a");
        server.client().call("PSUBSCRIBE", "p*");
        server.client().call("SSUBSCRIBE", "s");

        assertThat(field("clients", "connected_clients")).isEqualTo("5");
        assertThat(field("clients", "pubsub_clients")).isEqualTo("4");
        assertThat(field("stats", "pubsub_channels")).isEqualTo("1");
        assertThat(field("stats", "pubsub_patterns")).isEqualTo("1");
        assertThat(field("stats", "pubsubshard_channels")).isEqualTo("1");
        assertThat(field("stats", "total_connections_received")).isEqualTo("5");
    }

    @Test
    void thePortIsTheOneThatWasTaken() {
        assertThat(field("server", "tcp_port")).isEqualTo(Integer.toString(server.port()));
    }

    @Test
    void onlyWhatIsAskedForIsTold() {
        assertThat(client.text("INFO", "cluster", "nope", "KEYSPACE"))
                .isEqualTo("# Cluster\r\ncluster_enabled:0\r\n\r\n# Keyspace\r\n");
        assertThat(client.text("INFO", "nope")).isEmpty();
        assertThat(client.text("INFO")).contains("# Crier", "loading:0").doesNotContain("cmdstat");
        assertThat(client.text("INFO", "everything"))
                .contains("# Commandstats", "# Latencystats", "# Modules");
    }

    @Test
    void everyPublishOfABurstIsCountedHoweverLong() {
        int count = 3_000;
        client.sendRaw(
                RespClient.encoded("PUBLISH", "x", "y").repeat(count)
                        + RespClient.encoded("SPUBLISH", "x", "y")
                        + RespClient.encoded("PUBLISH", "x"));
        for (int i = 0; i < count + 2; i++) {
            client.read();
        }

        assertThat(field("commandstats", "cmdstat_publish"))
                .startsWith("calls=3000,")
                .endsWith("rejected_calls=1,failed_calls=0");
        assertThat(field("commandstats", "cmdstat_spublish")).startsWith("calls=1,");
        assertThat(field("latencystats", "latency_percentiles_usec_publish"))
                .matches("p50=[\\d.]+,p99=[\\d.]+,p99.9=[\\d.]+");
        assertThat(field("crier", "publishes")).isEqualTo("3001");
    }

    @Test
    void aCommandThatFailsIsCountedAlsoWhenItsReplyComesLater() {
        client.call("CONFIG", "SET", "timeout", "x");
        client.call("SELECT", "x");

        assertThat(field("commandstats", "cmdstat_config|set")).endsWith("failed_calls=1");
        assertThat(field("commandstats", "cmdstat_select")).endsWith("failed_calls=1");
        assertThat(field("errorstats", "errorstat_ERR")).isEqualTo("count=2");
    }

    @Test
    void commandsOfATransactionAreCountedWhenTheyRun() {
        client.call("MULTI");
        client.call("PING");
        client.call("CONFIG", "SET", "timeout", "0");
        assertThat(client.callRaw("EXEC")).isEqualTo("*2\r\n+PONG\r\n+OK\r\n");

        assertThat(field("commandstats", "cmdstat_ping")).startsWith("calls=1,");
        assertThat(field("commandstats", "cmdstat_config|set")).startsWith("calls=1,");
        assertThat(field("commandstats", "cmdstat_exec"))
                .startsWith("calls=1,")
                .endsWith("failed_calls=0");
    }

    @Test
    void theRateOfCommandsIsSampled() {
        await().until(() -> {
            client.call("PING");
            return !field("stats", "instantaneous_ops_per_sec").equals("0")
                    && !field("stats", "instantaneous_input_kbps").equals("0.00");
        });
    }
}
