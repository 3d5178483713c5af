package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** CLIENT LIST and KILL, when all clients share a loop and when they do not. */
@ParameterizedClass
@ValueSource(ints = {1, 3})
final class ClientListKillTest {
    private static final Pattern ID = Pattern.compile("(?m)(?<=^id=)\\d+");

    private final TestServer server;
    private final RespClient asker;

    ClientListKillTest(int loops) {
        server = TestServer.withLoops(loops);
        asker = server.client();
        asker.call("PING");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<RespClient> clients(int count) {
        List<RespClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(server.client());
            clients.getLast().call("PING");
        }
        return clients;
    }

    private List<Long> ids(String... command) {
        return ID.matcher(asker.text(command))
                .results()
                .map((MatchResult match) -> Long.valueOf(match.group()))
                .toList();
    }

    @Test
    void theListIsInTheOrderOfConnecting() {
        clients(7);

        assertThat(ids("CLIENT", "LIST")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void chosenClientsComeInTheOrderOfTheArguments() {
        clients(3);

        assertThat(ids("CLIENT", "LIST", "ID", "4", "99", "2", "2")).containsExactly(4L, 2L, 2L);
        assertThat(asker.callRaw("CLIENT", "LIST", "ID", "99")).isEqualTo("$0\r\n\r\n");
    }

    @Test
    void theKindsAreToldApart() {
        List<RespClient> clients = clients(4);
        clients.get(0).call("SUBSCRIBE", "a");
        clients.get(1).call("PSUBSCRIBE", "p");
        clients.get(2).call("SSUBSCRIBE", "s");

        assertThat(ids("CLIENT", "LIST", "TYPE", "normal")).containsExactly(1L, 5L);
        assertThat(ids("CLIENT", "LIST", "TYPE", "PUBSUB")).containsExactly(2L, 3L, 4L);
        assertThat(ids("CLIENT", "LIST", "TYPE", "replica")).isEmpty();
        assertThat(ids("CLIENT", "LIST", "TYPE", "master")).isEmpty();
    }

    @Test
    void aLineShowsWhatTheClientIsDoing() {
        List<RespClient> clients = clients(3);
        clients.get(0).call("MULTI");
        clients.get(0).call("PING");
        clients.get(1).call("MONITOR");
        clients.get(2).call("SUBSCRIBE", "a");
        clients.get(2).call("PSUBSCRIBE", "p*");

        String list = asker.text("CLIENT", "LIST");

        assertThat(list).containsPattern("id=2 .* flags=x .* multi=1 .* cmd=ping ");
        assertThat(list).containsPattern("id=3 .* flags=O .* cmd=monitor ");
        assertThat(list)
                .containsPattern("id=4 .* flags=P db=0 sub=1 psub=1 ssub=0 .* cmd=psubscribe ");
    }

    @Test
    void theLastCommandIsNamedEvenIfItWasRefused() {
        RespClient client = clients(1).getFirst();
        client.call("PUBLISH", "x");
        assertThat(asker.text("CLIENT", "LIST", "ID", "2")).contains(" cmd=publish ");

        client.call("NOPE");
        assertThat(asker.text("CLIENT", "LIST", "ID", "2")).contains(" cmd=NULL ");
    }

    @Test
    void aListInsideATransactionIsOneElementOfItsReply() {
        clients(3);
        asker.call("MULTI");
        asker.call("CLIENT", "ID");
        asker.call("CLIENT", "LIST");
        asker.call("PING");
        asker.call("CLIENT", "LIST", "TYPE", "pubsub");

        Reply reply = asker.call("EXEC");

        List<Reply> elements = ((Reply.Array) reply).elements();
        assertThat(elements).hasSize(4);
        assertThat(elements.get(0)).isEqualTo(new Reply.Int(1));
        assertThat(RespClient.textOf(elements.get(1)))
                .containsSubsequence("id=1 ", "id=2 ", "id=3 ", "id=4 ");
        assertThat(elements.get(2)).isEqualTo(new Reply.Simple("PONG"));
        assertThat(RespClient.textOf(elements.get(3))).isEmpty();
        assertThat(asker.callRaw("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void requestsBehindAListAreAnsweredAfterIt() {
        asker.sendRaw(
                RespClient.encoded("CLIENT", "LIST")
                        + RespClient.encoded("PUBLISH", "x", "y")
                        + RespClient.encoded("PING", "last"));

        assertThat(RespClient.textOf(asker.read())).startsWith("id=1 ");
        assertThat(asker.readRaw()).isEqualTo(":0\r\n");
        assertThat(asker.readRaw()).isEqualTo("$4\r\nlast\r\n");
    }

    @Test
    void wrongArgumentsAreRefusedAsByRedis() {
        assertThat(asker.text("CLIENT", "LIST", "TYPE")).isEqualTo("ERR syntax error");
        assertThat(asker.text("CLIENT", "LIST", "TYPE", "nope"))
                .isEqualTo("ERR Unknown client type 'nope'");
        assertThat(asker.text("CLIENT", "LIST", "ID")).isEqualTo("ERR syntax error");
        assertThat(asker.text("CLIENT", "LIST", "ID", "1", "x")).isEqualTo("ERR Invalid client ID");
        assertThat(asker.text("CLIENT", "LIST", "NOPE", "x")).isEqualTo("ERR syntax error");
        assertThat(asker.text("CLIENT", "KILL", "1.2.3.4:5")).isEqualTo("ERR No such client");
        assertThat(asker.text("CLIENT", "KILL", "ID", "0"))
                .isEqualTo("ERR client-id should be greater than 0");
        assertThat(asker.text("CLIENT", "KILL", "ID", "x"))
                .isEqualTo("ERR client-id should be greater than 0");
        assertThat(asker.text("CLIENT", "KILL", "MAXAGE", "x"))
                .isEqualTo("ERR maxage is not an integer or out of range");
        assertThat(asker.text("CLIENT", "KILL", "MAXAGE", "0"))
                .isEqualTo("ERR maxage should be greater than 0");
        assertThat(asker.text("CLIENT", "KILL", "TYPE", "nope"))
                .isEqualTo("ERR Unknown client type 'nope'");
        assertThat(asker.text("CLIENT", "KILL", "USER", "nobody"))
                .isEqualTo("ERR No such user 'nobody'");
        assertThat(asker.text("CLIENT", "KILL", "SKIPME", "maybe")).isEqualTo("ERR syntax error");
        assertThat(asker.text("CLIENT", "KILL", "ID", "1", "NOPE")).isEqualTo("ERR syntax error");
        assertThat(asker.text("CLIENT", "KILL", "NOPE", "x")).isEqualTo("ERR syntax error");
    }

    @Test
    void aClientIsKilledByItsAddress() {
        List<RespClient> clients = clients(3);

        assertThat(asker.callRaw("CLIENT", "KILL", clients.get(1).address())).isEqualTo("+OK\r\n");

        assertThat(clients.get(1).readToEnd()).isEmpty();
        assertThat(ids("CLIENT", "LIST")).containsExactly(1L, 2L, 4L);
        assertThat(asker.text("CLIENT", "KILL", clients.get(1).address()))
                .isEqualTo("ERR No such client");
    }

    @Test
    void everyFilterHasToHoldAndTheLastOfAKindWins() {
        List<RespClient> clients = clients(3);
        clients.get(0).call("SUBSCRIBE", "x");

        assertThat(asker.number("CLIENT", "KILL", "ID", "3", "TYPE", "pubsub")).isZero();
        assertThat(asker.number("CLIENT", "KILL", "ID", "3", "MAXAGE", "1000")).isZero();
        assertThat(
                        asker.number(
                                "CLIENT",
                                "KILL",
                                "TYPE",
                                "normal",
                                "USER",
                                "default",
                                "ADDR",
                                "nobody",
                                "ID",
                                "3",
                                "SKIPME",
                                "yes",
                                "ADDR",
                                clients.get(1).address()))
                .isEqualTo(1);
        assertThat(clients.get(1).readToEnd()).isEmpty();
        assertThat(asker.number("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(1);
        assertThat(clients.get(0).readToEnd()).isEmpty();
        assertThat(clients.get(2).callRaw("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void allOthersAreKilledAtOnce() {
        List<RespClient> clients = clients(6);

        assertThat(asker.number("CLIENT", "KILL", "SKIPME", "yes")).isEqualTo(6);

        for (RespClient client : clients) {
            assertThat(client.readToEnd()).isEmpty();
        }
        assertThat(asker.callRaw("PING")).isEqualTo("+PONG\r\n");
    }

    @Test
    void whoKillsItselfIsAnsweredFirstAndHeardNoMore() {
        RespClient listener = server.client();
        listener.call("SUBSCRIBE", "x");

        asker.sendRaw(
                RespClient.encoded("CLIENT", "KILL", "ADDR", asker.address(), "SKIPME", "no")
                        + RespClient.encoded("PUBLISH", "x", "never"));

        assertThat(asker.readToEnd()).isEqualTo(":1\r\n");
        assertThat(server.client().number("PUBLISH", "x", "now")).isEqualTo(1);
        assertThat(listener.readRaw()).endsWith("now\r\n");
    }

    @Test
    void whoKillsItselfInsideATransactionGetsItsWholeReply() {
        asker.call("MULTI");
        asker.call("CLIENT", "KILL", asker.address());
        asker.call("PING");

        assertThat(asker.send("EXEC").readToEnd()).isEqualTo("*2\r\n+OK\r\n+PONG\r\n");
    }

    @Test
    void aKilledSubscriberIsCountedNoMore() {
        List<RespClient> clients = clients(3);
        clients.forEach(client -> client.call("SUBSCRIBE", "x"));
        assertThat(asker.number("PUBLISH", "x", "1")).isEqualTo(3);

        asker.sendRaw(
                RespClient.encoded("CLIENT", "KILL", "ID", "3")
                        + RespClient.encoded("PUBLISH", "x", "2"));

        assertThat(asker.readRaw()).isEqualTo(":1\r\n");
        assertThat(asker.readRaw()).isEqualTo(":2\r\n");
        assertThat(asker.number("CLIENT", "KILL", "ID", "3")).isZero();
    }
}
