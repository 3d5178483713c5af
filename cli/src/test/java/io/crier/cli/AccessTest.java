package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What a user sees of a server that does not allow everything. */
@Tag("programs")
final class AccessTest {
    private TestServer server;

    @BeforeEach
    void start() {
        server = new RedisProcess();
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            jedis.aclSetUser(
                    "bob",
                    "on",
                    ">pw",
                    "+@pubsub",
                    "resetchannels",
                    "&news",
                    "&global*",
                    "&alliance:red*",
                    "&chat:who:*");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aForbiddenChannelIsOneLineAndStatus1() {
        Program sub = asBob("sub", "secret");
        assertThat(sub.status()).isEqualTo(1);
        assertThat(sub.err()).contains("NOPERM").containsOnlyOnce("\n");
        Program pub = asBob("pub", "bob", "secret");
        pub.line("hello");
        assertThat(pub.status()).isEqualTo(1);
        assertThat(pub.err()).contains("line 1 was not published", "NOPERM").containsOnlyOnce("\n");
    }

    @Test
    void aUserWhoMayDoNothingButPublishCanPublish() {
        Program pub = asBob("pub", "bob", "news");
        pub.line("exit");
        assertThat(pub.status()).as(pub.err()).isZero();
    }

    @Test
    void aForbiddenAllianceLeavesOneWhereOneWas() {
        Program bob = asBob("chat", "bob", "--alliance", "red");
        bob.awaitErr("alliance red;");
        bob.line("/alliance blue");
        bob.awaitErr("still in alliance red: NOPERM");
        bob.line("hello");
        bob.awaitOut("[red] bob: hello\n");
        bob.line("/quit");
        assertThat(bob.status()).isZero();
    }

    private Program asBob(String... command) {
        String port = String.valueOf(server.port());
        String[] options = {"-p", port, "--user", "bob", "-a", "pw"};
        return Program.start(PubSubTest.with(options, command));
    }
}
