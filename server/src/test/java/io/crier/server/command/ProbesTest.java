package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients ask without needing it, and what belongs to other servers. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class ProbesTest {
    private final Dialect dialect;
    private final TestServer server;
    private final RespClient client;

    ProbesTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server = TestServer.withLoops(loops);
        client = server.client(dialect);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void answers(String reply, String... words) {
        assertThat(client.callRaw(words)).isEqualTo(reply);
    }

    @Test
    void aDatabaseIsAlwaysEmpty() {
        answers(":0\r\n", "DBSIZE");
        answers("+OK\r\n", "FLUSHALL");
        answers("+OK\r\n", "FLUSHDB", "async");
        answers("-ERR syntax error\r\n", "FLUSHALL", "NOPE");
        answers("+OK\r\n", "FUNCTION", "FLUSH");
        answers(dialect == Dialect.RESP3 ? "_\r\n" : "$-1\r\n", "GET", "__Booksleeve_TieBreak");
        answers(dialect == Dialect.RESP3 ? "_\r\n" : "$-1\r\n", "MEMORY", "USAGE", "k");
    }

    @Test
    void thereAreNoReplicasToWaitFor() {
        answers("*3\r\n$6\r\nmaster\r\n:0\r\n*0\r\n", "ROLE");
        answers(":0\r\n", "WAIT", "3", "0");
        answers("*2\r\n:0\r\n:0\r\n", "WAITAOF", "0", "1", "0");
        answers("-ERR value is not an integer or out of range\r\n", "WAIT", "x", "0");
        answers("-ERR timeout is negative\r\n", "WAIT", "0", "-1");
    }

    @Test
    void clusterCommandsAreRefusedUnlessTheyAreNone() {
        String disabled = "-ERR This instance has cluster support disabled\r\n";
        answers(disabled, "CLUSTER", "SLOTS");
        answers(disabled, "READONLY");
        answers("-ERR unknown subcommand 'X'. Try CLUSTER HELP.\r\n", "CLUSTER", "X");
    }

    @Test
    void aCommandOfRedisThatIsNotHereSaysWhatIs() {
        assertThat(client.callRaw("sEt", "k", "v"))
                .startsWith("-ERR unknown command 'sEt', with args beginning with: 'k' 'v' ")
                .contains("Crier");
        answers("-ERR unknown command 'FOO', with args beginning with: 'k' \r\n", "FOO", "k");
    }

    @Test
    void aShutdownThatIsNoneChangesNothing() {
        answers("-ERR syntax error\r\n", "SHUTDOWN", "SAVE", "NOSAVE");
        answers("-ERR No shutdown in progress.\r\n", "SHUTDOWN", "ABORT");
        answers("+PONG\r\n", "PING");
    }

    @Test
    void aShutdownIsAnsweredByTheEndAlone() {
        client.sendRaw(
                RespClient.encoded("PING")
                        + RespClient.encoded("SHUTDOWN", "NOSAVE")
                        + RespClient.encoded("PING"));

        assertThat(client.readToEnd()).isEqualTo("+PONG\r\n");
    }
}
