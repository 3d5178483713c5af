package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;

@Tag("programs")
final class RestartTest {
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
    void subSubscribesAgainAfterARestart() {
        Program sub = Program.start("sub", "-p", port, "news", "--pattern", "w*");
        sub.awaitErr("subscribed to");
        for (int round = 1; round <= 2; round++) {
            int rounds = round;
            server.stop();
            await().until(() -> count(sub.err(), "lost the connection to") == rounds);
            server.startAgain();
            await().until(() -> count(sub.err(), "connected again to") == rounds);
            publish("news", "round " + round);
            publish("weather", "round " + round);
        }
        publish("news", "exit");
        assertThat(sub.status()).isZero();
        assertThat(sub.out())
                .isEqualTo(
                        "[news] round 1\n[weather] round 1\n[news] round 2\n[weather] round 2\n");
    }

    @Test
    void pubPublishesTheLineThatMetARestart() {
        Program sub = Program.start("sub", "-p", port, "news");
        sub.awaitErr("subscribed to");
        Program pub = Program.start("pub", "-p", port, "a", "news");
        pub.line("before");
        sub.awaitOut("a: before\n");
        server.stop();
        pub.line("meanwhile");
        pub.awaitErr("trying again");
        server.startAgain();
        pub.awaitErr("connected again");
        sub.awaitErr("connected again");
        pub.line("after");
        pub.line("exit");
        assertThat(pub.status()).isZero();
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).startsWith("a: before\n").endsWith("a: after\n");
    }

    @Test
    void pubWithAnIdleConnectionThatDiedPublishesAtOnce() {
        Program pub = Program.start("pub", "-p", port, "--verbose", "a", "news");
        pub.line("before");
        pub.awaitOut("sent to 0 subscribers\n");
        server.stop();
        server.startAgain();
        Program sub = Program.start("sub", "-p", port, "news");
        sub.awaitErr("subscribed to");
        pub.line("after");
        pub.awaitOut("sent to 1 subscriber\n");
        assertThat(pub.err()).isEmpty();
        pub.line("exit");
        assertThat(pub.status()).isZero();
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).isEqualTo("a: after\n");
    }

    @Test
    void aServerThatStaysAwayMakesPublishingFailRatherThanDrop() {
        Connector connector =
                new Connector(ServerAddress.ofUri("redis://127.0.0.1:" + server.port()));
        Backoff hasty = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), () -> 0);
        try (Publisher publisher = new Publisher(connector, hasty)) {
            server.stop();
            StringBuilder told = new StringBuilder();
            assertThatThrownBy(() -> publisher.publish(new byte[0], new byte[0], 5, told::append))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("no connection to 127.0.0.1:" + server.port());
            assertThat(told.toString()).containsOnlyOnce("trying again");
        }
    }

    @Test
    void aServerThatWantsAPasswordAfterItsRestartEndsSub() {
        Program sub = Program.start("sub", "-p", port, "news");
        sub.awaitErr("subscribed to");
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            jedis.configSet("requirepass", "secret");
            jedis.auth("secret");
            jedis.sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");
        }
        assertThat(sub.status()).isEqualTo(1);
        assertThat(sub.err()).contains("lost the connection", "NOAUTH");
    }

    @Test
    void aQuietSubscriptionShowsThatItLives() {
        Connector connector =
                new Connector(ServerAddress.ofUri("redis://127.0.0.1:" + server.port()));
        Subscription subscription =
                new Subscription(
                        connector,
                        Backoff.standard(),
                        Duration.ofMillis(10),
                        Set.of("news"),
                        Set.of(),
                        new Nothing());
        Thread running = Thread.ofPlatform().daemon().start(subscription::run);
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            await().until(() ->
                    jedis.info("commandstats").matches("(?s).*cmdstat_ping:calls=[0-9]{2}.*"));
            subscription.end();
            await().until(() -> !running.isAlive());
            assertThat(jedis.pubsubNumSub("news")).containsEntry("news", 0L);
        }
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private void publish(String channel, String message) {
        try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
            jedis.publish(channel, message);
        }
    }

    private static final class Nothing implements Subscription.Listener {
        @Override
        public void message(byte[] channel, byte[] message) {}

        @Override
        public void subscribed() {}

        @Override
        public void lost(String reason) {}

        @Override
        public void regained() {}
    }
}
