package io.crier.server.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.JedisShardedPubSub;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

final class JedisTest {

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
            var listener = new Listener(received);
            try (var client = client(dialect);
                    var jedis = jedis(config(Dialect.RESP2))) {
                var subscriber =
                        received.listening(() -> client.subscribe(listener, "news", "sport"));
                received.expect("subscribe news 1", "subscribe sport 2");
                listener.psubscribe("n?ws", "*");
                received.expect("psubscribe n?ws 3", "psubscribe * 4");
                assertThat(jedis.clientList())
                        .containsPattern("name=crier-test .* sub=2 psub=2 .*" + dialect.field());

                assertThat(jedis.publish("news", "first")).isEqualTo(3);
                received.expect("message news first");
                received.expectInAnyOrder("pmessage n?ws news first", "pmessage * news first");
                assertThat(jedis.pubsubChannels()).containsExactlyInAnyOrder("news", "sport");
                assertThat(jedis.pubsubChannels("s*")).containsExactly("sport");
                assertThat(jedis.pubsubNumPat()).isEqualTo(2);
                assertThat(jedis.pubsubNumSub("news", "nobody"))
                        .isEqualTo(Map.of("news", 1L, "nobody", 0L));

                // Under RESP3 Jedis may fail on the answer when it comes as quickly as here.
                if (dialect == Dialect.RESP2) {
                    listener.ping();
                    received.expect("pong ");
                    listener.ping("still there");
                    received.expect("pong still there");
                }

                listener.punsubscribe("*");
                received.expect("punsubscribe * 3");
                listener.punsubscribe();
                received.expect("punsubscribe n?ws 2");
                listener.unsubscribe("news");
                received.expect("unsubscribe news 1");
                assertThat(jedis.publish("news", "unheard")).isZero();
                listener.unsubscribe();
                received.expect("unsubscribe sport 0");
                subscriber.join();
                assertThat(client.ping()).isEqualTo("PONG");
            }
        }

        @ParameterizedTest
        @EnumSource
        void receivesAThousandMessagesInOrder(Dialect dialect) {
            var received = new Received();
            var listener = new Listener(received);
            try (var client = client(dialect)) {
                var subscriber = received.listening(() -> client.subscribe(listener, "busy"));
                received.expect("subscribe busy 1");
                try (var pipeline = client.pipelined()) {
                    for (int i = 0; i < 1_000; i++) {
                        pipeline.publish("busy", "message " + i);
                    }
                    assertThat(pipeline.syncAndReturnAll()).hasSize(1_000).containsOnly(1L);
                }
                for (int i = 0; i < 1_000; i++) {
                    received.expect("message busy message " + i);
                }
                listener.unsubscribe();
                subscriber.join();
            }
        }

        @ParameterizedTest
        @EnumSource
        void carriesBinaryChannelsAndPayloads(Dialect dialect) {
            var received = new Received();
            var channel = "c\0h\r\n\u00ff".getBytes(ISO_8859_1);
            var payload = "\0\r\n$-1\r\n\u00ff\u00fe".getBytes(ISO_8859_1);
            var listener =
                    new BinaryJedisPubSub() {
                        @Override
                        public void onSubscribe(byte[] channel, int count) {
                            received.add("subscribe", new String(channel, ISO_8859_1), count);
                        }

                        @Override
                        public void onMessage(byte[] channel, byte[] message) {
                            received.add(
                                    "message",
                                    new String(channel, ISO_8859_1),
                                    new String(message, ISO_8859_1));
                            unsubscribe();
                        }
                    };
            try (var client = client(dialect)) {
                var subscriber = received.listening(() -> client.subscribe(listener, channel));
                received.expect("subscribe c\0h\r\n\u00ff 1");
                assertThat(client.publish(channel, payload)).isEqualTo(1);
                received.expect("message c\0h\r\n\u00ff \0\r\n$-1\r\n\u00ff\u00fe");
                subscriber.join();
            }
        }

        @ParameterizedTest
        @EnumSource
        void keepsShardChannelsApart(Dialect dialect) {
            var received = new Received();
            var listener =
                    new JedisShardedPubSub() {
                        @Override
                        public void onSSubscribe(String channel, int count) {
                            received.add("ssubscribe", channel, count);
                        }

                        @Override
                        public void onSMessage(String channel, String message) {
                            received.add("smessage", channel, message);
                        }

                        @Override
                        public void onSUnsubscribe(String channel, int count) {
                            received.add("sunsubscribe", channel, count);
                        }
                    };
            try (var connection = new Connection(address(), config(dialect).build());
                    var jedis = jedis(config(Dialect.RESP2))) {
                var subscriber = received.listening(() -> listener.proceed(connection, "news"));
                received.expect("ssubscribe news 1");
                assertThat(jedis.publish("news", "not for shards")).isZero();
                assertThat(jedis.sendCommand(Protocol.Command.SPUBLISH, "news", "for shards"))
                        .isEqualTo(1L);
                received.expect("smessage news for shards");
                assertThat(jedis.pubsubShardChannels()).containsExactly("news");
                assertThat(jedis.pubsubShardNumSub("news")).isEqualTo(Map.of("news", 1L));
                listener.sunsubscribe();
                received.expect("sunsubscribe news 0");
                subscriber.join();
            }
        }

        @Test
        void subscribesWithItsPasswordOnly() {
            server.restart(Map.of("requirepass", "open sesame"));
            assertThatThrownBy(() -> jedis(config(Dialect.RESP2)).ping())
                    .isInstanceOf(JedisDataException.class)
                    .hasMessageContaining("NOAUTH");
            assertThatThrownBy(() -> jedis(config(Dialect.RESP2).password("wrong")).ping())
                    .isInstanceOf(JedisAccessControlException.class)
                    .hasMessageContaining("WRONGPASS");
            var received = new Received();
            var listener = new Listener(received);
            var config = config(Dialect.RESP3).password("open sesame").build();
            try (var client =
                    RedisClient.builder().hostAndPort(address()).clientConfig(config).build()) {
                var subscriber = received.listening(() -> client.subscribe(listener, "news"));
                received.expect("subscribe news 1");
                assertThat(client.publish("news", "hello")).isEqualTo(1);
                received.expect("message news hello");
                listener.unsubscribe();
                subscriber.join();
            }
        }

        @Test
        void aSubscriberLearnsThatTheServerWentAndItsPoolConnectsAgain() {
            var received = new Received();
            try (var client = client(Dialect.RESP3)) {
                var first =
                        received.listening(() -> client.subscribe(new Listener(received), "news"));
                received.expect("subscribe news 1");
                server.restart();
                assertThatThrownBy(first::join).hasCauseInstanceOf(JedisConnectionException.class);
                assertThat(received.next()).startsWith("failed");

                var again = new Listener(received);
                var second = received.listening(() -> client.subscribe(again, "news"));
                received.expect("subscribe news 1");
                again.unsubscribe();
                second.join();
            }
        }

        private RedisClient client(Dialect dialect) {
            return RedisClient.builder()
                    .hostAndPort(address())
                    .clientConfig(config(dialect).build())
                    .build();
        }

        private Jedis jedis(DefaultJedisClientConfig.Builder config) {
            return new Jedis(address(), config.build());
        }

        private HostAndPort address() {
            return new HostAndPort("127.0.0.1", server.port());
        }

        /** Jedis asks for RESP3 when it is told nothing. */
        private static DefaultJedisClientConfig.Builder config(Dialect dialect) {
            var config = DefaultJedisClientConfig.builder().clientName("crier-test");
            return dialect == Dialect.RESP2 ? config.resp2() : config;
        }
    }

    private static final class Listener extends JedisPubSub {
        private final Received received;

        Listener(Received received) {
            this.received = received;
        }

        @Override
        public void onMessage(String channel, String message) {
            received.add("message", channel, message);
        }

        @Override
        public void onPMessage(String pattern, String channel, String message) {
            received.add("pmessage", pattern, channel, message);
        }

        @Override
        public void onSubscribe(String channel, int count) {
            received.add("subscribe", channel, count);
        }

        @Override
        public void onUnsubscribe(String channel, int count) {
            received.add("unsubscribe", channel, count);
        }

        @Override
        public void onPSubscribe(String pattern, int count) {
            received.add("psubscribe", pattern, count);
        }

        @Override
        public void onPUnsubscribe(String pattern, int count) {
            received.add("punsubscribe", pattern, count);
        }

        @Override
        public void onPong(String text) {
            received.add("pong", text);
        }
    }
}
