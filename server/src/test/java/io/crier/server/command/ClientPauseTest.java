package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** CLIENT PAUSE, when all clients share a loop and when they do not. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
final class ClientPauseTest {
    private final TestServer server;
    private final RespClient pauser;
    private final RespClient publisher;
    private final RespClient listener;

    ClientPauseTest(int loops) {
        server = TestServer.withLoops(loops);
        pauser = server.client();
        publisher = server.client();
        listener = server.client();
        listener.call("SUBSCRIBE", "x");
    }

    @AfterEach
    void close() {
        server.close();
    }

    /**
     * Returns when the publisher's request waits; it asked something before, so that its last
     * command is known.
     */
    private void awaitHeld(String command) {
        await().until(() -> pauser.text("CLIENT", "LIST").contains(" cmd=" + command + " "));
    }

    @Test
    void aPauseOfWritesHoldsPublishersAndNobodyElse() {
        pauser.call("CLIENT", "PAUSE", "600000", "WRITE");
        publisher.sendRaw(
                RespClient.encoded("PING")
                        + RespClient.encoded("PUBLISH", "x", "1")
                        + RespClient.encoded("PUBLISH", "x", "2")
                        + RespClient.encoded("ECHO", "behind"));
        assertThat(publisher.readRaw()).isEqualTo("+PONG\r\n");
        awaitHeld("publish");
        RespClient other = server.client();
        other.call("SUBSCRIBE", "x");

        assertThat(pauser.callRaw("CLIENT", "UNPAUSE")).isEqualTo("+OK\r\n");

        assertThat(publisher.readRaw() + publisher.readRaw()).isEqualTo(":2\r\n:2\r\n");
        assertThat(publisher.readRaw()).isEqualTo("$6\r\nbehind\r\n");
        assertThat(listener.readRaw()).endsWith("$1\r\n1\r\n");
        assertThat(listener.readRaw()).endsWith("$1\r\n2\r\n");
    }

    @Test
    void whatIsWrongIsRefusedAtOnceAlsoDuringAPause() {
        pauser.call("CLIENT", "PAUSE", "600000", "ALL");

        assertThat(publisher.text("PUBLISH", "x")).startsWith("ERR wrong number of arguments");
        assertThat(publisher.text("NOPE")).startsWith("ERR unknown command");
    }

    @Test
    void aPauseOfAllEndsByItself() {
        pauser.call("CLIENT", "PAUSE", "50");

        assertThat(pauser.callRaw("PING")).isEqualTo("+PONG\r\n");
        assertThat(publisher.number("PUBLISH", "x", "1")).isEqualTo(1);
    }

    @Test
    void aSecondPauseDoesNotMakeTheFirstShorter() {
        pauser.call("CLIENT", "PAUSE", "600000", "WRITE");
        pauser.call("CLIENT", "PAUSE", "1", "WRITE");

        publisher.send("PUBLISH", "x", "1");
        awaitHeld("publish");
        server.client().call("SUBSCRIBE", "x");
        pauser.call("CLIENT", "UNPAUSE");
        assertThat(publisher.readRaw()).isEqualTo(":2\r\n");
    }

    @Test
    void aTransactionThatPublishesIsHeldWhenItQueuesAndWhenItExecutes() {
        publisher.call("MULTI");
        publisher.call("PUBLISH", "x", "1");
        pauser.call("CLIENT", "PAUSE", "600000", "WRITE");
        publisher.send("EXEC");
        awaitHeld("exec");
        pauser.call("CLIENT", "UNPAUSE");
        assertThat(publisher.readRaw()).isEqualTo("*1\r\n:1\r\n");

        publisher.call("MULTI");
        pauser.call("CLIENT", "PAUSE", "600000", "WRITE");
        publisher.send("SPUBLISH", "x", "1");
        awaitHeld("spublish");
        pauser.call("CLIENT", "UNPAUSE");
        assertThat(publisher.readRaw()).isEqualTo("+QUEUED\r\n");
    }

    @Test
    void endingAPauseInsideATransactionLeavesItsReplyWhole() {
        pauser.call("CLIENT", "PAUSE", "600000", "WRITE");
        publisher.send("PUBLISH", "x", "1");
        awaitHeld("publish");
        pauser.call("MULTI");
        pauser.call("PING");
        pauser.call("CLIENT", "UNPAUSE");
        pauser.call("PING");

        assertThat(pauser.callRaw("EXEC")).isEqualTo("*3\r\n+PONG\r\n+OK\r\n+PONG\r\n");
        assertThat(publisher.readRaw()).isEqualTo(":1\r\n");
    }

    @Test
    void aMonitorIsNotHeld() {
        RespClient monitor = server.client();
        monitor.call("MONITOR");
        pauser.call("CLIENT", "PAUSE", "600000", "ALL");

        assertThat(monitor.callRaw("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void aHeldClientCanBeKilled() {
        pauser.call("CLIENT", "PAUSE", "600000", "WRITE");
        publisher.send("PUBLISH", "x", "never");
        awaitHeld("publish");

        assertThat(pauser.callRaw("CLIENT", "KILL", publisher.address())).isEqualTo("+OK\r\n");
        assertThat(publisher.readToEnd()).isEmpty();

        pauser.call("CLIENT", "UNPAUSE");
        assertThat(pauser.number("PUBLISH", "x", "1")).isEqualTo(1);
        assertThat(listener.readRaw()).endsWith("$1\r\n1\r\n");
    }
}
