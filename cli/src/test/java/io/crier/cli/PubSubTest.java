package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

@Tag("programs")
final class PubSubTest {
    private TestServer server;
    private String port;

    @BeforeEach
    void start() {
        server = TestServer.start();
        port = String.valueOf(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatPubReadsSubPrintsUntilExitEndsBoth() {
        Program sub = sub("news");
        Program pub = Program.start("pub", "-p", port, "zoë", "news");
        pub.line("hello");
        pub.line("");
        pub.line("exit");
        pub.line("never read");
        assertThat(pub.status()).isZero();
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).isEqualTo("zoë: hello\nzoë: \n");
        assertThat(sub.err()).isEqualTo("subscribed to news\nunsubscribed from news\n");
        assertThat(pub.out() + pub.err()).isEmpty();
    }

    @Test
    void theEndOfTheInputEndsPubAndPublishesALineWithoutALineFeed() {
        Program sub = sub("news");
        Program pub = Program.start("pub", "-p", port, "a", "news");
        pub.bytes(new byte[] {'x', '\n', 'y'});
        pub.endInput();
        assertThat(pub.status()).isZero();
        sub.awaitOut("a: x\na: y\n");
        end(sub, "news");
    }

    @Test
    void bytesThatAreNotTextPassAsTheyAre() {
        Program sub = sub("news");
        Program pub = Program.start("pub", "-p", port, "a", "news");
        pub.bytes(new byte[] {(byte) 0xff, 0, 0x1b, '\r', '\n'});
        pub.line("exit");
        assertThat(sub.status()).isZero();
        assertThat(sub.outBytes()).containsExactly('a', ':', ' ', 0xff, 0, 0x1b, '\r', '\n');
    }

    @Test
    void pubTellsHowManyGotALineWhenAsked() {
        Program sub = sub("news");
        Program pub = Program.start("pub", "-p", port, "--verbose", "a", "news");
        pub.line("hello");
        pub.awaitOut("sent to 1 subscriber\n");
        end(sub, "news");
        pub.line("nobody");
        pub.awaitOut("sent to 0 subscribers\n");
        pub.endInput();
        assertThat(pub.status()).isZero();
    }

    @Test
    void severalChannelsAndPatternsAreToldApart() {
        Program sub = sub("--pattern", "n*", "news", "--pattern", "w?", "other");
        publish("news", "1");
        publish("wx", "2");
        publish("other", "3");
        sub.awaitOut("[news] 1\n[news] 1\n[wx] 2\n[other] 3\n");
        publish("wx", "exit");
        assertThat(sub.status()).isZero();
        assertThat(sub.err()).contains("unsubscribed from news, other, pattern n*, pattern w?");
    }

    @Test
    void patternsAloneAreEnough() {
        Program sub = sub("--pattern", "n*");
        publish("news", "1");
        sub.awaitOut("[news] 1\n");
        end(sub, "nothing");
    }

    @Test
    void onlyTheWholeMessageExitEnds() {
        Program sub = sub("news");
        publish("news", "exit now");
        publish("news", " exit");
        publish("news", "alice: exit");
        sub.awaitOut("exit now\n exit\nalice: exit\n");
        end(sub, "news");
    }

    @Test
    void theServerSeesTheUnsubscriptionBeforeSubEnds() {
        Program sub = sub("news");
        end(sub, "news");
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            assertThat(jedis.pubsubNumSub("news")).containsEntry("news", 0L);
        }
    }

    @Test
    void aReaderThatWentAwayEndsSub() {
        Program sub = Program.startWithClosedOutput("sub", "-p", port, "news");
        sub.awaitErr("subscribed to news");
        publish("news", "hello");
        assertThat(sub.status()).isEqualTo(141);
        assertThat(sub.err()).isEqualTo("subscribed to news\n");
    }

    @Test
    void aUnixSocketServesAsWell() {
        String socket = server.unixSocket().toString();
        Program sub = Program.start("sub", "-s", socket, "news");
        sub.awaitErr("subscribed to news");
        Program pub = Program.start("pub", "-s", socket, "a", "news");
        pub.line("hello");
        pub.line("exit");
        assertThat(pub.status()).isZero();
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).isEqualTo("a: hello\n");
    }

    @Test
    void aUriSaysWhereTheServerIs() {
        Program sub = Program.start("sub", "-u", "redis://localhost:" + port, "news");
        sub.awaitErr("subscribed to news");
        end(sub, "news");
    }

    @Test
    void aPasswordIsTakenFromAnOptionOrTheEnvironment() {
        try (TestServer locked = TestServer.start("requirepass", "secret")) {
            String[] pub = {"pub", "-p", String.valueOf(locked.port()), "a", "news"};
            String[] withPassword = {
                "pub", "-a", "secret", "-p", String.valueOf(locked.port()), "a", "news"
            };
            for (Program open :
                    new Program[] {
                        Program.start(withPassword),
                        Program.start(Map.of("REDISCLI_AUTH", "secret"), pub)
                    }) {
                open.line("exit");
                assertThat(open.status()).as(open.err()).isZero();
            }
            Program without = Program.start(pub);
            assertThat(without.status()).isEqualTo(1);
            assertThat(without.err()).contains("NOAUTH").containsOnlyOnce("\n");
            Program wrong = Program.start(Map.of("REDISCLI_AUTH", "wrong"), pub);
            assertThat(wrong.status()).isEqualTo(1);
            assertThat(wrong.err()).contains("WRONGPASS").containsOnlyOnce("\n");
        }
    }

    /** The command with options at its end. */
    static String[] with(String[] options, String... command) {
        String[] all = new String[command.length + options.length];
        System.arraycopy(command, 0, all, 0, command.length);
        System.arraycopy(options, 0, all, command.length, options.length);
        return all;
    }

    private Program sub(String... args) {
        Program sub = Program.start(with(args, "sub", "-p", port));
        sub.awaitErr("subscribed to ");
        return sub;
    }

    private void end(Program sub, String channel) {
        publish(channel, "exit");
        assertThat(sub.status()).isZero();
    }

    private void publish(String channel, String message) {
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            jedis.publish(channel, message);
        }
    }
}
