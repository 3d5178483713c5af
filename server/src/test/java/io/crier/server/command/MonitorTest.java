package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** MONITOR, when all clients share a loop and when they do not, under both dialects. */
@ParameterizedClass
@CsvSource({"1, RESP2", "3, RESP2", "1, RESP3", "3, RESP3"})
final class MonitorTest {
    private final TestServer server;
    private final RespClient monitor;
    private final RespClient client;

    MonitorTest(int loops, Dialect dialect) {
        server = TestServer.withLoops(loops);
        monitor = server.client(dialect);
        client = server.client(dialect);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void monitoring() {
        assertThat(monitor.callRaw("MONITOR")).isEqualTo("+OK\r\n");
    }

    /** The next line without its time. */
    private String shown() {
        String line = monitor.readRaw();
        assertThat(line).matches("\\+\\d{10,}\\.\\d{6} \\[.*\r\n");
        return line.substring(line.indexOf('['), line.length() - 2);
    }

    private String by(RespClient who, int database) {
        return "[" + database + " " + who.address() + "] ";
    }

    @Test
    void everyCommandIsShownAsItWasSent() {
        monitoring();

        client.call("ping", "a \"b\"\\\n\r\t\b\u0007\u0000\u00ff");
        client.call("SELECT", "3");
        client.call("SUBSCRIBE", "x", "y");
        client.read();
        client.call("UNSUBSCRIBE", "x");

        assertThat(shown())
                .isEqualTo(by(client, 0) + "\"ping\" \"a \\\"b\\\"\\\\\\n\\r\\t\\b\\a\\x00\\xff\"");
        assertThat(shown()).isEqualTo(by(client, 3) + "\"SELECT\" \"3\"");
        assertThat(shown()).isEqualTo(by(client, 3) + "\"SUBSCRIBE\" \"x\" \"y\"");
        assertThat(shown()).isEqualTo(by(client, 3) + "\"UNSUBSCRIBE\" \"x\"");
    }

    @Test
    void aBurstOfPublishesIsShownOneByOne() {
        monitoring();

        client.sendRaw(
                RespClient.encoded("PUBLISH", "x", "1")
                        + RespClient.encoded("SPUBLISH", "y", "2")
                        + RespClient.encoded("PING"));

        assertThat(shown()).isEqualTo(by(client, 0) + "\"PUBLISH\" \"x\" \"1\"");
        assertThat(shown()).isEqualTo(by(client, 0) + "\"SPUBLISH\" \"y\" \"2\"");
        assertThat(shown()).isEqualTo(by(client, 0) + "\"PING\"");
    }

    @Test
    void aNameThatLooksLikeAnOptionUncoversNoPassword() {
        monitoring();

        client.call("HELLO", "3", "SETNAME", "auth", "AUTH", "default", "secret");

        assertThat(shown()).contains("\"HELLO\"").doesNotContain("secret");
    }

    @Test
    void neitherPasswordsNorAdministrationNorRefusedCommandsAreShown() {
        monitoring();

        client.call("CLIENT", "LIST");
        client.call("CLIENT", "PAUSE", "0");
        client.call("NOPE", "secret");
        client.call("PUBLISH", "secret");
        client.call("AUTH", "user", "secret");
        client.call("HELLO", "2", "SETNAME", "me", "AUTH", "user", "secret");
        client.call("CLIENT", "ID");

        assertThat(shown()).isEqualTo(by(client, 0) + "\"AUTH\" \"(redacted)\" \"(redacted)\"");
        assertThat(shown())
                .isEqualTo(
                        by(client, 0)
                                + "\"HELLO\" \"2\" \"SETNAME\" \"me\" \"AUTH\" \"(redacted)\" \"(redacted)\"");
        assertThat(shown()).isEqualTo(by(client, 0) + "\"CLIENT\" \"ID\"");
    }

    /** MONITOR is asked for once, as in Redis: another login does not end it. */
    @Test
    void whoMonitorsGoesOnAfterALoginThatMayNot() {
        client.call("ACL", "SETUSER", "lesser", "on", "nopass", "-@all", "+auth", "+ping");
        monitoring();

        assertThat(monitor.callRaw("AUTH", "lesser", "x")).isEqualTo("+OK\r\n");
        client.call("PING");

        assertThat(shown()).endsWith("\"AUTH\" \"(redacted)\" \"(redacted)\"");
        assertThat(shown()).isEqualTo(by(client, 0) + "\"PING\"");
    }

    @Test
    void aTransactionIsShownWhenItIsExecuted() {
        monitoring();

        client.call("MULTI");
        client.call("PUBLISH", "x", "1");
        client.call("CLIENT", "LIST");
        client.call("ECHO", "2");
        client.call("EXEC");

        assertThat(shown()).isEqualTo(by(client, 0) + "\"MULTI\"");
        assertThat(shown()).isEqualTo(by(client, 0) + "\"PUBLISH\" \"x\" \"1\"");
        assertThat(shown()).isEqualTo(by(client, 0) + "\"ECHO\" \"2\"");
        assertThat(shown()).isEqualTo(by(client, 0) + "\"EXEC\"");
    }

    @Test
    void aRefusedExecIsShownBehindItsAnswer() {
        monitoring();

        assertThat(monitor.callRaw("EXEC", "x"))
                .isEqualTo(
                        "-EXECABORT Transaction discarded because of: wrong number of arguments for"
                                + " 'exec' command\r\n");

        assertThat(shown()).isEqualTo(by(monitor, 0) + "\"EXEC\" \"x\"");
    }

    @Test
    void whatAMonitorDoesItselfFollowsItsAnswer() {
        monitoring();

        assertThat(monitor.callRaw("PING")).isEqualTo("+PONG\r\n");
        assertThat(shown()).isEqualTo(by(monitor, 0) + "\"PING\"");

        monitor.send("MULTI");
        assertThat(monitor.readRaw()).isEqualTo("+OK\r\n");
        assertThat(shown()).endsWith("\"MULTI\"");
        monitor.call("PING");
        assertThat(monitor.callRaw("EXEC")).isEqualTo("*1\r\n+PONG\r\n");
        assertThat(shown()).endsWith("\"PING\"");
        assertThat(shown()).endsWith("\"EXEC\"");
    }

    @Test
    void aMonitorMayNotPublishNorMonitorTwiceNorInsideATransaction() {
        client.call("MULTI");
        client.call("MONITOR");
        assertThat(client.callRaw("EXEC"))
                .isEqualTo("*1\r\n-ERR MONITOR isn't allowed for DENY BLOCKING client\r\n");

        monitoring();
        assertThat(monitor.callRaw("PUBLISH", "x", "y"))
                .isEqualTo("-ERR Replica can't interact with the keyspace\r\n");
        assertThat(monitor.send("MONITOR").callRaw("ECHO", "only")).isEqualTo("$4\r\nonly\r\n");
    }

    @Test
    void resetEndsItAndAnotherMonitorGoesOn() {
        monitoring();
        RespClient other = server.client();
        other.call("MONITOR");

        assertThat(monitor.callRaw("RESET")).isEqualTo("+RESET\r\n");
        client.call("ECHO", "1");
        assertThat(monitor.callRaw("PING")).isEqualTo("+PONG\r\n");

        String seen = other.readRaw() + other.readRaw() + other.readRaw();
        assertThat(seen).contains("\"RESET\"", "\"ECHO\" \"1\"", "\"PING\"");
    }

    @Test
    void quitEndsItAndNobodyIsDisturbed() {
        monitoring();

        assertThat(monitor.send("QUIT").readToEnd()).isEqualTo("+OK\r\n");

        assertThat(client.callRaw("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void aMonitorThatWantsNoRepliesSeesNothing() {
        monitoring();
        monitor.send("CLIENT", "REPLY", "OFF").send("CLIENT", "REPLY", "ON");
        assertThat(monitor.readRaw()).isEqualTo("+OK\r\n");
        assertThat(shown()).endsWith("\"ON\"");
    }
}
