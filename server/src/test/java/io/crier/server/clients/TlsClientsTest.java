package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.Certificates;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TlsServer;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;

/** Clients that people use, over TLS with certificates on both sides. */
final class TlsClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private Certificates certificates;
    private TlsServer server;

    @BeforeEach
    void start() {
        certificates = new Certificates(directory);
        certificates.issue("alice", "alice");
        server = TlsServer.start(certificates);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void awaitSubscriber() {
        RespClient asker = server.plain();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(asker.callRaw("PUBSUB", "NUMSUB", "news"))
                                .isEqualTo("*2\r\n$4\r\nnews\r\n:1\r\n"));
    }

    @Test
    void jedisSubscribesAndPublishes() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        JedisPubSub listener =
                new JedisPubSub() {
                    @Override
                    public void onMessage(String channel, String message) {
                        heard.add(message);
                        unsubscribe();
                    }
                };
        try (Jedis subscriber = jedis();
                Jedis publisher = jedis()) {
            Thread listening =
                    Thread.ofPlatform().start(() -> subscriber.subscribe(listener, "news"));
            awaitSubscriber();

            assertThat(publisher.publish("news", "hello")).isEqualTo(1);

            listening.join();
            assertThat(heard).containsExactly("hello");
        }
    }

    @SuppressWarnings("deprecation") // the way that follows takes key stores alone
    private Jedis jedis() {
        return new Jedis(
                new HostAndPort("localhost", server.port()),
                DefaultJedisClientConfig.builder()
                        .ssl(true)
                        .sslSocketFactory(certificates.as("alice").getSocketFactory())
                        .build());
    }

    @Test
    void lettuceSubscribesAndPublishes() {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        RedisClient client =
                RedisClient.create(
                        RedisURI.builder()
                                .withHost("localhost")
                                .withPort(server.port())
                                .withSsl(true)
                                .build());
        client.setOptions(
                ClientOptions.builder()
                        .sslOptions(
                                SslOptions.builder()
                                        .jdkSslProvider()
                                        .trustManager(new File(certificates.path("ca.pem")))
                                        .keyManager(
                                                new File(certificates.path("alice.pem")),
                                                new File(certificates.path("alice.key")),
                                                null)
                                        .build())
                        .build());
        try (var subscriber = client.connectPubSub();
                var publisher = client.connect()) {
            subscriber.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void message(String channel, String message) {
                            heard.add(message);
                        }
                    });
            subscriber.sync().subscribe("news");

            assertThat(publisher.sync().publish("news", "hello")).isEqualTo(1);

            await().atMost(PATIENCE).until(() -> heard.contains("hello"));
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(5));
        }
    }

    @Test
    @Tag("programs")
    void redisCliPublishesWithACertificateAndNotWithout() throws Exception {
        RespClient subscriber = server.client(certificates.as("alice"));
        subscriber.send("SUBSCRIBE", "news").readRaw();

        assertThat(
                        redisCli(
                                "--cert",
                                certificates.path("alice.pem"),
                                "--key",
                                certificates.path("alice.key")))
                .isEqualTo("1\n");

        assertThat(subscriber.readRaw()).contains("hello");
        assertThat(redisCli()).doesNotStartWith("1");
    }

    private String redisCli(String... certificate) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "redis-cli",
                                "--tls",
                                "--cacert",
                                certificates.path("ca.pem"),
                                "-h",
                                "localhost",
                                "-p",
                                String.valueOf(server.port())));
        command.addAll(List.of(certificate));
        command.addAll(List.of("PUBLISH", "news", "hello"));
        Process cli = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        cli.waitFor();
        return said;
    }
}
