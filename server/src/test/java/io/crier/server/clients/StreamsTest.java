package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.protocol.ProtocolVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.Redisson;
import org.redisson.api.RStream;
import org.redisson.api.RedissonClient;
import org.redisson.api.stream.StreamAddArgs;
import org.redisson.api.stream.StreamCreateGroupArgs;
import org.redisson.api.stream.StreamMessageId;
import org.redisson.api.stream.StreamRangeArgs;
import org.redisson.api.stream.StreamReadArgs;
import org.redisson.api.stream.StreamReadGroupArgs;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.Protocol;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.stream.StreamMessageListenerContainer;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.params.XReadParams;

/** The stream calls of Java clients, on a channel that keeps history by default. */
final class StreamsTest {
    private static final String CHANNEL = "global";

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

    enum Driver {
        LETTUCE,
        JEDIS
    }

    abstract static class Session {

        @RegisterExtension final ServerFixture server;

        Session(ServerProgram program) {
            server = new ServerFixture(program);
        }

        @ParameterizedTest
        @EnumSource
        void jedisReadsAndSharesWork(Dialect dialect) {
            try (var jedis = jedis(dialect)) {
                var first = jedis.xadd(CHANNEL, XAddParams.xAddParams(), Map.of("message", "one"));
                var second = jedis.xadd(CHANNEL, XAddParams.xAddParams(), Map.of("message", "two"));
                assertThat(jedis.xlen(CHANNEL)).isEqualTo(2);
                assertThat(jedis.xrange(CHANNEL, "-", "+"))
                        .extracting(entry -> entry.getFields().get("message"))
                        .containsExactly("one", "two");
                assertThat(jedis.xrevrange(CHANNEL, "+", "-", 1).getFirst().getID())
                        .isEqualTo(second);
                assertThat(
                                jedis.xreadAsMap(
                                                new XReadParams().block(1_000),
                                                Map.of(CHANNEL, first))
                                        .get(CHANNEL))
                        .hasSize(1);

                jedis.xgroupCreate(CHANNEL, "workers", new StreamEntryID(0, 0), false);
                var unread = Map.of(CHANNEL, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY);
                var given =
                        jedis.xreadGroupAsMap(
                                "workers", "me", new XReadGroupParams().block(1_000), unread);
                assertThat(given.get(CHANNEL)).hasSize(2);
                assertThat(jedis.xpending(CHANNEL, "workers").getTotal()).isEqualTo(2);
                assertThat(jedis.xack(CHANNEL, "workers", first)).isEqualTo(1);
                var pending = jedis.xpending(CHANNEL, "workers", new XPendingParams("-", "+", 10));
                assertThat(pending.getFirst().getID()).isEqualTo(second);
                assertThat(pending.getFirst().getConsumerName()).isEqualTo("me");
                var claimed =
                        jedis.xautoclaim(
                                CHANNEL,
                                "workers",
                                "other",
                                0,
                                new StreamEntryID(0, 0),
                                new XAutoClaimParams());
                assertThat(claimed.getValue().getFirst().getID()).isEqualTo(second);

                assertThat(jedis.xinfoStream(CHANNEL).getLength()).isEqualTo(2);
                assertThat(jedis.xinfoStreamFull(CHANNEL).getGroups()).hasSize(1);
                assertThat(jedis.xinfoGroups(CHANNEL).getFirst().getPending()).isEqualTo(1);
                assertThat(jedis.xinfoConsumers2(CHANNEL, "workers")).hasSize(2);
                assertThat(jedis.xgroupDestroy(CHANNEL, "workers")).isEqualTo(1);
                assertThat(jedis.del(CHANNEL)).isEqualTo(1);
            }
        }

        @ParameterizedTest
        @EnumSource
        void jedisIsWokenByAPublishedMessage(Dialect dialect) {
            var received = new Received();
            try (var waiting = jedis(dialect);
                    var jedis = jedis(dialect)) {
                jedis.xgroupCreate(CHANNEL, "workers", new StreamEntryID(0, 0), true);
                var reader =
                        received.listening(() -> {
                            var given =
                                    waiting.xreadGroupAsMap(
                                            "workers",
                                            "me",
                                            new XReadGroupParams().block(0),
                                            Map.of(
                                                    CHANNEL,
                                                    StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
                            var work = Objects.requireNonNull(given.get(CHANNEL)).getFirst();
                            received.add(work.getFields().getOrDefault("message", ""));
                        });
                jedis.xadd(CHANNEL, XAddParams.xAddParams(), Map.of("message", "work"));
                received.expect("work");
                reader.join();
            }
        }

        private Jedis jedis(Dialect dialect) {
            return new Jedis(
                    new HostAndPort("127.0.0.1", server.port()),
                    DefaultJedisClientConfig.builder()
                            .protocol(
                                    dialect == Dialect.RESP2
                                            ? RedisProtocol.RESP2
                                            : RedisProtocol.RESP3)
                            .socketTimeoutMillis(60_000)
                            .build());
        }

        @ParameterizedTest
        @EnumSource
        @SuppressWarnings("unchecked") // Lettuce takes an array of offsets
        void lettuceReadsAndSharesWork(Dialect dialect) {
            var client = RedisClient.create(RedisURI.create("redis://127.0.0.1:" + server.port()));
            client.setOptions(
                    ClientOptions.builder()
                            .protocolVersion(
                                    dialect == Dialect.RESP2
                                            ? ProtocolVersion.RESP2
                                            : ProtocolVersion.RESP3)
                            .build());
            try (client;
                    var connection = client.connect();
                    var waiting = client.connect()) {
                var commands = connection.sync();
                commands.xgroupCreate(
                        XReadArgs.StreamOffset.from(CHANNEL, "$"),
                        "workers",
                        XGroupCreateArgs.Builder.mkstream());
                var me = Consumer.from("workers", "me");
                var unread = XReadArgs.StreamOffset.lastConsumed(CHANNEL);
                var given = waiting.async().xreadgroup(me, XReadArgs.Builder.block(60_000), unread);
                var id = commands.xadd(CHANNEL, Map.of("message", "work"));
                assertThat(given.toCompletableFuture().join())
                        .extracting(StreamMessage::getId)
                        .containsExactly(id);
                assertThat(commands.xrange(CHANNEL, Range.unbounded()).getFirst().getBody())
                        .isEqualTo(Map.of("message", "work"));
                assertThat(commands.xpending(CHANNEL, "workers").getCount()).isEqualTo(1);
                var claimed =
                        commands.xautoclaim(
                                CHANNEL,
                                XAutoClaimArgs.Builder.xautoclaim(
                                        Consumer.from("workers", "other"), Duration.ZERO, "0"));
                assertThat(claimed.getMessages()).hasSize(1);
                assertThat(commands.xack(CHANNEL, "workers", id)).isEqualTo(1);
                assertThat(commands.xinfoGroups(CHANNEL)).hasSize(1);
                assertThat(commands.xinfoConsumers(CHANNEL, "workers")).hasSize(2);
                assertThat(commands.xgroupDestroy(CHANNEL, "workers")).isTrue();
            }
        }

        @ParameterizedTest
        @EnumSource
        void springsListenerContainerSharesWork(Driver driver) throws Exception {
            var received = new Received();
            var configuration = new RedisStandaloneConfiguration("127.0.0.1", server.port());
            RedisConnectionFactory connections =
                    switch (driver) {
                        case LETTUCE -> {
                            var lettuce = new LettuceConnectionFactory(configuration);
                            lettuce.afterPropertiesSet();
                            lettuce.start();
                            yield lettuce;
                        }
                        case JEDIS -> {
                            var jedis = new JedisConnectionFactory(configuration);
                            jedis.afterPropertiesSet();
                            jedis.start();
                            yield jedis;
                        }
                    };
            var template = new StringRedisTemplate(connections);
            var id = template.opsForStream().add(CHANNEL, Map.of("message", "first"));
            template.opsForStream().createGroup(CHANNEL, ReadOffset.from("0"), "workers");
            var container =
                    StreamMessageListenerContainer.create(
                            connections,
                            StreamMessageListenerContainer.StreamMessageListenerContainerOptions
                                    .builder()
                                    .pollTimeout(Duration.ofMillis(200))
                                    .build());
            container.start();
            try {
                container.receiveAutoAck(
                        org.springframework.data.redis.connection.stream.Consumer.from(
                                "workers", "me"),
                        StreamOffset.create(CHANNEL, ReadOffset.lastConsumed()),
                        message ->
                                received.add(
                                        message.getId().getValue(),
                                        message.getValue().getOrDefault("message", "")));
                received.expect(id + " first");
                for (int i = 0; i < 50; i++) {
                    var next = template.opsForStream().add(CHANNEL, Map.of("message", "m" + i));
                    received.expect(next + " m" + i);
                }
                assertThat(template.opsForStream().info(CHANNEL).streamLength()).isEqualTo(51);
                assertThat(template.opsForStream().groups(CHANNEL).size()).isEqualTo(1);
            } finally {
                container.stop();
                ((DisposableBean) connections).destroy();
            }
        }

        @ParameterizedTest
        @EnumSource
        void redissonsStreamReadsAndSharesWork(Dialect dialect) {
            var config = new Config().setCodec(StringCodec.INSTANCE);
            if (dialect == Dialect.RESP3) {
                config.setProtocol(Protocol.RESP3);
            }
            config.useSingleServer()
                    .setAddress("redis://127.0.0.1:" + server.port())
                    .setConnectionMinimumIdleSize(2);
            RedissonClient redisson = Redisson.create(config);
            try {
                RStream<String, String> stream = redisson.getStream(CHANNEL);
                stream.createGroup(
                        StreamCreateGroupArgs.name("workers")
                                .id(StreamMessageId.NEWEST)
                                .makeStream());
                var id = stream.add(StreamAddArgs.entry("message", "work"));
                assertThat(stream.size()).isEqualTo(1);
                assertThat(
                                stream.range(
                                        StreamRangeArgs.startId(StreamMessageId.MIN)
                                                .endId(StreamMessageId.MAX)))
                        .isEqualTo(Map.of(id, Map.of("message", "work")));
                assertThat(stream.read(StreamReadArgs.greaterThan(StreamMessageId.ALL)))
                        .containsOnlyKeys(id);
                assertThat(
                                stream.readGroup(
                                        "workers",
                                        "me",
                                        StreamReadGroupArgs.neverDelivered()
                                                .timeout(Duration.ofSeconds(2))))
                        .containsOnlyKeys(id);
                assertThat(stream.getPendingInfo("workers").getTotal()).isEqualTo(1);
                assertThat(stream.claim("workers", "other", 0, TimeUnit.MILLISECONDS, id))
                        .containsOnlyKeys(id);
                assertThat(stream.listConsumers("workers")).hasSize(2);
                assertThat(stream.listGroups()).hasSize(1);
                assertThat(stream.getInfo().getLength()).isEqualTo(1);
                assertThat(stream.ack("workers", id)).isEqualTo(1);
                assertThat(stream.getPendingInfo("workers").getTotal()).isZero();
            } finally {
                redisson.shutdown();
            }
        }
    }
}
