package io.crier.server.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.BaseStatusListener;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

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
            // One publish
            // at a time: it would spread several over its connections.
            try (var client = new Client(config(dialect).setThreads(1))) {
                var busy = client.redisson.getTopic("busy");
                busy.addListener(String.class, (channel, text) -> received.add(text));
                for (int i = 0; i < 1_000; i++) {
                    assertThat(busy.publish("message " + i)).isEqualTo(1);
                }
                for (int i = 0; i < 1_000; i++) {
                    received.expect("message " + i);
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void pingsItsSubscribedConnection(Dialect dialect) {
            var received = new Received();
            var config = config(dialect);
            config.useSingleServer().setPingConnectionInterval(500);
            var plain = DefaultJedisClientConfig.builder().resp2().build();
            try (var client = new Client(config);
                    var jedis = new Jedis(new HostAndPort("127.0.0.1", server.port()), plain)) {
                var news = client.redisson.getTopic("news");
                news.addListener(String.class, (channel, text) -> received.add(text));
                var pinged =
                        Pattern.compile(
                                "name=crier-test .* sub=1 .* cmd=ping .*" + dialect.field());
                await().until(() -> pinged.matcher(jedis.clientList()).find());
                assertThat(news.publish("still there")).isEqualTo(1);
                received.expect("still there");
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
