package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** COMMAND: what the table tells of itself. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class CatalogCommandsTest {
    private final Dialect dialect;
    private final TestServer server;
    private final RespClient client;

    CatalogCommandsTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server = TestServer.withLoops(loops);
        client = server.client(dialect);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String set(int size) {
        return (dialect == Dialect.RESP3 ? "~" : "*") + size + "\r\n";
    }

    @Test
    void aShardChannelLooksLikeAKeyToAClusterButIsNone() {
        assertThat(client.callRaw("COMMAND", "INFO", "spublish"))
                .startsWith("*1\r\n*10\r\n$8\r\nspublish\r\n:3\r\n" + set(4) + "+pubsub\r\n")
                .contains(":1\r\n:1\r\n:1\r\n", set(1) + "+not_key\r\n");
        assertThat(client.callRaw("COMMAND", "GETKEYS", "SPUBLISH", "a", "b"))
                .isEqualTo("-ERR The command has no key arguments\r\n");
        assertThat(client.callRaw("COMMAND", "GETKEYS", "WATCH", "a", "b"))
                .isEqualTo("*2\r\n$1\r\na\r\n$1\r\nb\r\n");
    }

    @Test
    void whatIsUnknownIsNilOrLeftOut() {
        String nil = dialect == Dialect.RESP3 ? "_\r\n" : "$-1\r\n";
        assertThat(client.callRaw("COMMAND", "INFO", "nope", "publish|x"))
                .isEqualTo("*2\r\n" + nil + nil);
        assertThat(client.callRaw("COMMAND", "DOCS", "nope"))
                .isEqualTo(dialect == Dialect.RESP3 ? "%0\r\n" : "*0\r\n");
    }

    @Test
    void aListIsFiltered() {
        assertThat(client.callRaw("COMMAND", "LIST", "FILTERBY", "PATTERN", "PUBLI*"))
                .isEqualTo("*1\r\n$7\r\npublish\r\n");
        assertThat(client.callRaw("COMMAND", "LIST", "FILTERBY", "ACLCAT", "pubsub"))
                .startsWith("*14\r\n");
        assertThat(client.callRaw("COMMAND", "LIST", "FILTERBY", "MODULE", "x"))
                .isEqualTo("*0\r\n");
        assertThat(client.callRaw("COMMAND", "LIST", "FILTERBY", "PATTERN"))
                .isEqualTo("-ERR syntax error\r\n");
    }

    @Test
    void theWholeTableIsTold() {
        long count = client.number("COMMAND", "COUNT");
        assertThat(client.callRaw("COMMAND")).startsWith("*" + count + "\r\n");
        assertThat(client.callRaw("COMMAND", "DOCS", "hello")).contains("AUTH", "+optional\r\n");
    }

    @Test
    void everyCommandIsDescribed() {
        List<String> undescribed =
                Commands.table().rows().stream()
                        .filter(row -> row.facts().equals(CommandFacts.NONE))
                        .map(Command::fullName)
                        .toList();
        assertThat(undescribed).isEmpty();
    }
}
