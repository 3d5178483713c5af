package io.crier.server.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.Redisson;
import org.redisson.api.RFuture;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.BaseStatusListener;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;

final class RedissonTest {

    @Nested
    final class OnCrier extends Session {
        OnCrier() {
            super(ServerProgram.CRIER);
        }
    }

    @Nested
    @Tag("programs")
    final class OnRedis extends Session {
        OnRedis() {
            super(ServerProgram.REDIS);
        }
    }

    abstract static class Session {

        @RegisterExtension final ServerFixture server;

        Session(ServerProgram program) {
            server = new ServerFixture(program);
        }

        @ParameterizedTest
        @EnumSource
        void subscribesPublishesAndUnsubscribes(Dialect dialect) {
            var received = new Received();
            try (var client = new Client(config(dialect))) {
                var news = client.redisson.getTopic("news");
                var pattern = client.redisson.getPatternTopic("n?ws");
                news.addListener(new Status(received));
                int listener =
                        news.addListener(
                                String.class,
                                (channel, text) -> received.add("message", channel, text));
                received.expect("subscribe news");
                pattern.addListener(
                        String.class,
                        (matched, channel, text) ->
                                received.add("pmessage", matched, channel, text));

                assertThat(news.publish("first")).isEqualTo(2);
                received.expectInAnyOrder("message news first", "pmessage n?ws news first");
                assertThat(news.countSubscribers()).isEqualTo(1);
                assertThat(pattern.getActiveTopics()).containsExactly("news");
                assertThat(client.redisson.getRedisNodes(RedisNodes.SINGLE).pingAll()).isTrue();

                pattern.removeAllListeners();
                await().until(() -> news.publish("to the channel only") == 1);
                received.await("message news to the channel only");
                news.removeListener(listener);
                news.removeAllListeners();
                await().until(() -> news.publish("unheard") == 0);
            }
        }

        @ParameterizedTest
        @EnumSource
        void receivesAThousandMessagesInOrder(Dialect dialect) {
            var received = new Received();
            // One thread for listeners: with more, Redisson itself may call them in another order.
            try (var client = new Client(config(dialect).setThreads(1))) {
                var busy = client.redisson.getTopic("busy");
                busy.addListener(String.class, (channel, text) -> received.add(text));
                var counts = new ArrayList<RFuture<Long>>();
                for (int i = 0; i < 1_000; i++) {
                    counts.add(busy.publishAsync("message " + i));
                }
                for (var count : counts) {
                    assertThat(count.toCompletableFuture().join()).isEqualTo(1);
                }
                var expected = new String[1_000];
                java.util.Arrays.setAll(expected, i -> "message " + i);
                received.expectInAnyOrder(expected);
            }
        }

        @ParameterizedTest
        @EnumSource
        void carriesBinaryPayloads(Dialect dialect) {
            var received = new Received();
            try (var client = new Client(config(dialect))) {
                var topic = client.redisson.getTopic("bytes", ByteArrayCodec.INSTANCE);
                topic.addListener(
                        byte[].class,
                        (channel, bytes) -> received.add(new String(bytes, ISO_8859_1)));
                var payload = "\0\r\n$-1\r\n\u00ff\u00fe";
                assertThat(topic.publish(payload.getBytes(ISO_8859_1))).isEqualTo(1);
                received.expect(payload);
            }
        }

        @ParameterizedTest
        @EnumSource
        void keepsShardChannelsApart(Dialect dialect) {
            var received = new Received();
            try (var client = new Client(config(dialect))) {
                var shard = client.redisson.getShardedTopic("news");
                shard.addListener(String.class, (channel, text) -> received.add(channel, text));
                assertThat(client.redisson.getTopic("news").publish("not for shards")).isZero();
                assertThat(shard.publish("for shards")).isEqualTo(1);
                received.expect("news for shards");
                assertThat(shard.countSubscribers()).isEqualTo(1);
                shard.removeAllListeners();
                await().until(() -> shard.publish("unheard") == 0);
            }
        }

        @ParameterizedTest
        @EnumSource
        void subscribesAgainByItselfAfterARestart(Dialect dialect) {
            var received = new Received();
            try (var client = new Client(config(dialect))) {
                var news = client.redisson.getTopic("news");
                news.addListener(
                        String.class, (channel, text) -> received.add("message", channel, text));
                client.redisson
                        .getPatternTopic("n*")
                        .addListener(
                                String.class,
                                (matched, channel, text) ->
                                        received.add("pmessage", matched, text));
                server.restart();
                await().ignoreExceptions().until(() -> news.publish("back") == 2);
                received.await("message news back");
                assertThat(news.publish("again")).isEqualTo(2);
                received.await("message news again");
            }
        }

        @Test
        void subscribesWithItsPasswordOnly() {
            server.restart(Map.of("requirepass", "open sesame"));
            assertThatThrownBy(() -> new Client(config(Dialect.RESP2)))
                    .hasStackTraceContaining("NOAUTH");
            assertThatThrownBy(() -> new Client(config(Dialect.RESP2).setPassword("wrong")))
                    .hasStackTraceContaining("WRONGPASS");
            var received = new Received();
            try (var client = new Client(config(Dialect.RESP2).setPassword("open sesame"))) {
                var news = client.redisson.getTopic("news");
                news.addListener(String.class, (channel, text) -> received.add(channel, text));
                assertThat(news.publish("hello")).isEqualTo(1);
                received.expect("news hello");
            }
        }

        /** Redisson speaks RESP2 when it is told nothing. */
        private Config config(Dialect dialect) {
            var config = new Config().setCodec(StringCodec.INSTANCE);
            if (dialect == Dialect.RESP3) {
                config.setProtocol(Protocol.RESP3);
            }
            config.useSingleServer()
                    .setAddress("redis://127.0.0.1:" + server.port())
                    .setClientName("crier-test")
                    .setConnectionMinimumIdleSize(2)
                    .setPingConnectionInterval(100)
                    .setRetryAttempts(1);
            return config;
        }
    }

    private record Client(RedissonClient redisson) implements AutoCloseable {

        Client(Config config) {
            this(Redisson.create(config));
        }

        @Override
        public void close() {
            redisson.shutdown();
        }
    }

    private static final class Status extends BaseStatusListener {
        private final Received received;

        Status(Received received) {
            this.received = received;
        }

        @Override
        public void onSubscribe(String channel) {
            received.add("subscribe", channel);
        }
    }
}
