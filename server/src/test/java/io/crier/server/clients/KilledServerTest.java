package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.redisson.Redisson;
import org.redisson.config.Config;

/**
 * A server that is killed, as by {@code kill -9}, and started again: clients of the libraries that
 * promise it are subscribed again by themselves and get what is published from then on.
 */
@Tag("programs")
final class KilledServerTest {
    @RegisterExtension final ServerFixture server = new ServerFixture(CrierProcess::start);

    @Test
    void nodeRedisComesBack() {
        NodePrograms.client(server, "node-redis.mjs")
                .playsThroughARestart("restart", Dialect.RESP3);
    }

    @Test
    void ioredisComesBack() {
        NodePrograms.client(server, "ioredis.mjs").playsThroughARestart("restart", Dialect.RESP2);
    }

    @Test
    void redisPyComesBack() {
        new ScriptedClient(
                        server,
                        List.of("/usr/bin/python3", ChildProcess.script("python", "redis_py.py")))
                .playsThroughARestart("restart");
    }

    @Test
    void lettuceComesBack() {
        var received = new Received();
        try (var client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
                var connection = client.connectPubSub();
                var asking = client.connect()) {
            connection.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void message(String channel, String message) {
                            received.add(channel, message);
                        }
                    });
            connection.sync().subscribe("news");

            server.restart();

            await().ignoreExceptions()
                    .until(() -> asking.sync().pubsubNumsub("news").containsValue(1L));
            assertThat(asking.sync().publish("news", "back")).isEqualTo(1);
            received.await("news back");
        }
    }

    @Test
    void redissonComesBack() {
        var received = new Received();
        var config = new Config();
        config.useSingleServer().setAddress("redis://127.0.0.1:" + server.port());
        var client = Redisson.create(config);
        try {
            var news = client.getTopic("news");
            news.addListener(String.class, (channel, text) -> received.add("news", text));

            server.restart();

            await().ignoreExceptions().until(() -> news.countSubscribers() == 1);
            await().ignoreExceptions().until(() -> news.publish("back") == 1);
            received.await("news back");
        } finally {
            client.shutdown();
        }
    }
}
