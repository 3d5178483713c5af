package io.crier.server.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LettuceTest {

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
            try (var client = client(dialect);
                    var connection = client.connectPubSub();
                    var publishing = client.connect()) {
                var subscriber = connection.sync();
                var publisher = publishing.sync();
                connection.addListener(new Listener(received));

                subscriber.subscribe("news", "sport");
                received.expect("subscribe news 1", "subscribe sport 2");
                subscriber.psubscribe("n?ws", "*");
                received.expect("psubscribe n?ws 3", "psubscribe * 4");
                assertThat(publisher.clientList())
                        .containsPattern("name=crier-test .* sub=2 psub=2 .*" + dialect.field());

                assertThat(publisher.publish("news", "first")).isEqualTo(3);
                received.expect("message news first");
                received.expectInAnyOrder("pmessage n?ws news first", "pmessage * news first");
                assertThat(publisher.pubsubChannels()).containsExactlyInAnyOrder("news", "sport");
                assertThat(publisher.pubsubChannels("s*")).containsExactly("sport");
                assertThat(publisher.pubsubNumpat()).isEqualTo(2);
                assertThat(publisher.pubsubNumsub("news", "nobody"))
                        .isEqualTo(Map.of("news", 1L, "nobody", 0L));
                // Of a RESP2 subscriber's [pong, ""] Lettuce shows the second element.
                assertThat(subscriber.ping()).isEqualTo(dialect == Dialect.RESP2 ? "" : "PONG");

                subscriber.punsubscribe("*");
                received.expect("punsubscribe * 3");
                subscriber.punsubscribe();
                received.expect("punsubscribe n?ws 2");
                subscriber.unsubscribe("news");
                received.expect("unsubscribe news 1");
                assertThat(publisher.publish("news", "unheard")).isZero();
                subscriber.unsubscribe();
                received.expect("unsubscribe sport 0");
                assertThat(subscriber.ping()).isEqualTo("PONG");
            }
        }

        @ParameterizedTest
        @EnumSource
        void receivesAThousandMessagesInOrder(Dialect dialect) throws Exception {
            var received = new Received();
            try (var client = client(dialect);
                    var connection = client.connectPubSub();
                    var publishing = client.connect()) {
                connection.addListener(new Listener(received));
                connection.sync().subscribe("busy");
                received.expect("subscribe busy 1");
                var counts = new ArrayList<RedisFuture<Long>>();
                for (int i = 0; i < 1_000; i++) {
                    counts.add(publishing.async().publish("busy", "message " + i));
                }
                for (int i = 0; i < 1_000; i++) {
                    received.expect("message busy message " + i);
                    assertThat(counts.get(i).get()).isEqualTo(1);
                }
            }
        }

        @Test
        void publishesToItselfOverOneConnection() {
            var received = new Received();
            try (var client = client(Dialect.RESP3);
                    var connection = client.connectPubSub()) {
                connection.addListener(new Listener(received));
                connection.sync().subscribe("echo");
                assertThat(connection.sync().publish("echo", "myself")).isEqualTo(1);
                received.expect("subscribe echo 1", "message echo myself");
            }
        }

        @ParameterizedTest
        @EnumSource
        void carriesBinaryChannelsAndPayloads(Dialect dialect) {
            var received = new Received();
            var channel = "c\0h\r\n\u00ff".getBytes(ISO_8859_1);
            var payload = "\0\r\n$-1\r\n\u00ff\u00fe".getBytes(ISO_8859_1);
            try (var client = client(dialect);
                    var connection = client.connectPubSub(ByteArrayCodec.INSTANCE);
                    var publishing = client.connect(ByteArrayCodec.INSTANCE)) {
                connection.addListener(
                        new RedisPubSubAdapter<byte[], byte[]>() {
                            @Override
                            public void message(byte[] channel, byte[] message) {
                                received.add(
                                        new String(channel, ISO_8859_1),
                                        new String(message, ISO_8859_1));
                            }
                        });
                connection.sync().subscribe(channel);
                assertThat(publishing.sync().publish(channel, payload)).isEqualTo(1);
                received.expect("c\0h\r\n\u00ff \0\r\n$-1\r\n\u00ff\u00fe");
            }
        }

        @ParameterizedTest
        @EnumSource
        void keepsShardChannelsApart(Dialect dialect) {
            var received = new Received();
            try (var client = client(dialect);
                    var connection = client.connectPubSub();
                    var publishing = client.connect()) {
                connection.addListener(new Listener(received));
                connection.sync().ssubscribe("news");
                received.expect("ssubscribe news 1");
                var publisher = publishing.sync();
                assertThat(publisher.publish("news", "not for shards")).isZero();
                assertThat(publisher.spublish("news", "for shards")).isEqualTo(1);
                received.expect("smessage news for shards");
                assertThat(publisher.pubsubShardChannels()).containsExactly("news");
                assertThat(publisher.pubsubShardNumsub("news")).isEqualTo(Map.of("news", 1L));
                connection.sync().sunsubscribe("news");
                received.expect("sunsubscribe news 0");
            }
        }

        @ParameterizedTest
        @EnumSource
        void subscribesAgainByItselfAfterARestart(Dialect dialect) {
            var received = new Received();
            try (var client = client(dialect);
                    var connection = client.connectPubSub();
                    var publishing = client.connect()) {
                connection.addListener(new Listener(received));
                connection.sync().subscribe("news", "sport");
                connection.sync().psubscribe("s*");
                received.expect("subscribe news 1", "subscribe sport 2", "psubscribe s* 3");
                server.restart();
                await().ignoreExceptions()
                        .until(() -> publishing.sync().publish("news", "back") == 1);
                received.await("message news back");
                await().until(() -> publishing.sync().publish("sport", "both") == 2);
                received.await("message sport both");
                received.await("pmessage s* sport both");
            }
        }

        @Test
        void subscribesWithItsPasswordOnly() {
            server.restart(Map.of("requirepass", "open sesame"));
            var received = new Received();
            try (var client = RedisClient.create()) {
                assertThatThrownBy(() -> client.connect(uri().build()))
                        .isInstanceOf(RedisConnectionException.class)
                        .hasStackTraceContaining("NOAUTH HELLO must be called");
                assertThatThrownBy(() -> client.connect(uri().withPassword("wrong").build()))
                        .hasRootCauseMessage(
                                "WRONGPASS invalid username-password pair or user is disabled.");
                var uri = uri().withPassword("open sesame").build();
                try (var connection = client.connectPubSub(uri);
                        var publishing = client.connect(uri)) {
                    connection.addListener(new Listener(received));
                    connection.sync().subscribe("news");
                    assertThat(publishing.sync().publish("news", "hello")).isEqualTo(1);
                    received.expect("subscribe news 1", "message news hello");
                }
            }
        }

        private RedisURI.Builder uri() {
            return RedisURI.builder()
                    .withHost("127.0.0.1")
                    .withPort(server.port())
                    .withClientName("crier-test");
        }

        /** Lettuce asks for RESP3 when it is told nothing. */
        private RedisClient client(Dialect dialect) {
            var client = RedisClient.create(uri().build());
            if (dialect == Dialect.RESP2) {
                client.setOptions(
                        ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build());
            }
            return client;
        }
    }

    private record Listener(Received received) implements RedisPubSubListener<String, String> {

        @Override
        public void message(String channel, String message) {
            received.add("message", channel, message);
        }

        @Override
        public void message(String pattern, String channel, String message) {
            received.add("pmessage", pattern, channel, message);
        }

        @Override
        public void subscribed(String channel, long count) {
            received.add("subscribe", channel, count);
        }

        @Override
        public void psubscribed(String pattern, long count) {
            received.add("psubscribe", pattern, count);
        }

        @Override
        public void unsubscribed(String channel, long count) {
            received.add("unsubscribe", channel, count);
        }

        @Override
        public void punsubscribed(String pattern, long count) {
            received.add("punsubscribe", pattern, count);
        }

        @Override
        public void smessage(String channel, String message) {
            received.add("smessage", channel, message);
        }

        @Override
        public void ssubscribed(String channel, long count) {
            received.add("ssubscribe", channel, count);
        }

        @Override
        public void sunsubscribed(String channel, long count) {
            received.add("sunsubscribe", channel, count);
        }
    }
}
