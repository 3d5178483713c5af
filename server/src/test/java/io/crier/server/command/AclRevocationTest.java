package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose connections end when users lose what they had: those that hold it, and no others. */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 3"})
final class AclRevocationTest {
    private final Dialect dialect;
    private final TestServer server;
    private final RespClient admin;

    AclRevocationTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server = TestServer.withLoops(loops);
        admin = server.client();
    }

    @BeforeEach
    void twoUsers() {
        does("SETUSER", "ann", "on", ">a", "+@all", "&a", "&news.*", "&b?");
        does("SETUSER", "bob", "on", ">b", "+@all", "&a");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void does(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "ACL";
        System.arraycopy(words, 0, all, 1, words.length);
        assertThat(admin.callRaw(all)).isEqualTo("+OK\r\n");
    }

    private RespClient listener(String user, String command, String... names) {
        RespClient client = server.client(dialect);
        assertThat(client.text("AUTH", user, user.substring(0, 1))).isEqualTo("OK");
        String[] words = new String[names.length + 1];
        words[0] = command;
        System.arraycopy(names, 0, words, 1, names.length);
        client.send(words);
        for (String name : names) {
            assertThat(client.readRaw()).contains(name);
        }
        return client;
    }

    private void hears(RespClient client, String channel) {
        admin.call("PUBLISH", channel, "still here");
        assertThat(client.readRaw()).endsWith(channel + "\r\n$10\r\nstill here\r\n");
    }

    @Test
    void thoseGoThatListenToWhatWasTakenAndTheOthersAreKept() {
        RespClient exact = listener("ann", "SUBSCRIBE", "a", "bx");
        RespClient shard = listener("ann", "SSUBSCRIBE", "bx");
        RespClient pattern = listener("ann", "PSUBSCRIBE", "b?");
        RespClient pardoned = listener("ann", "SUBSCRIBE", "a");
        RespClient other = listener("bob", "SUBSCRIBE", "a");

        does("SETUSER", "ann", "resetchannels", "&a", "&news.*");

        assertThat(exact.readToEnd()).isEmpty();
        assertThat(shard.readToEnd()).isEmpty();
        assertThat(pattern.readToEnd()).isEmpty();
        hears(pardoned, "a");
        assertThat(other.readRaw()).contains("still here");
        assertThat(admin.number("PUBLISH", "bx", "nobody")).isZero();
    }

    @Test
    void aPatternIsKeptOnlyIfItIsAllowedToTheLetter() {
        RespClient kept = listener("ann", "PSUBSCRIBE", "news.*");
        RespClient gone = listener("ann", "PSUBSCRIBE", "b?");

        does("SETUSER", "ann", "resetchannels", "&news.*", "&b*");

        assertThat(gone.readToEnd()).isEmpty();
        admin.call("PUBLISH", "news.x", "still here");
        assertThat(kept.readRaw()).endsWith("still here\r\n");
    }

    @Test
    void moreChannelsEndNothing() {
        RespClient exact = listener("ann", "SUBSCRIBE", "a");
        does("SETUSER", "ann", "&more");
        hears(exact, "a");
        does("SETUSER", "ann", "allchannels");
        hears(exact, "a");
    }

    @Test
    void aUserThatIsOffKeepsItsConnections() {
        RespClient exact = listener("ann", "SUBSCRIBE", "a");
        does("SETUSER", "ann", "off");
        hears(exact, "a");
        assertThat(server.client().text("AUTH", "ann", "a")).startsWith("WRONGPASS");
    }

    @Test
    void aDeletedUsersConnectionsEnd() {
        RespClient listening = listener("ann", "SUBSCRIBE", "a");
        RespClient idle = listener("ann", "PING");
        idle.read();
        RespClient other = listener("bob", "SUBSCRIBE", "a");

        assertThat(admin.number("ACL", "DELUSER", "ann", "nobody")).isEqualTo(1);

        assertThat(listening.readToEnd()).isEmpty();
        assertThat(idle.readToEnd()).isEmpty();
        hears(other, "a");
        does("SETUSER", "ann", "on", ">a", "+@all", "&a");
        hears(listener("ann", "SUBSCRIBE", "a"), "a");
    }

    @Test
    void whoTakesItFromHimselfIsAnsweredFirst() {
        RespClient self = server.client(Dialect.RESP3);
        self.call("AUTH", "ann", "a");
        self.send("SUBSCRIBE", "a").read();

        self.send("ACL", "SETUSER", "ann", "resetchannels");

        assertThat(self.readToEnd()).isEqualTo("+OK\r\n");
        assertThat(admin.text("INFO", "clients")).contains("connected_clients:1");
    }
}
