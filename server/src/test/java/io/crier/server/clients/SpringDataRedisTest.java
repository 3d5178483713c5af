package io.crier.server.clients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.PatternTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

final class SpringDataRedisTest {

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
        void listensToChannelsAndPatterns(Driver driver) {
            var received = new Received();
            try (var application = new Application(driver, configuration())) {
                MessageListener exact = listener(received, "channel");
                MessageListener pattern = listener(received, "pattern");
                var topics = List.of(new ChannelTopic("news"), new ChannelTopic("sport"));
                application.container.addMessageListener(exact, topics);
                application.container.addMessageListener(pattern, new PatternTopic("n?ws"));

                assertThat(application.publish("news", "first")).isEqualTo(2);
                received.expectInAnyOrder("channel news first", "pattern news first");
                assertThat(application.publish("sport", "second")).isEqualTo(1);
                received.expect("channel sport second");

                application.container.removeMessageListener(pattern);
                await().until(() -> application.publish("news", "to the channel") == 1);
                received.await("channel news to the channel");
                application.container.removeMessageListener(exact, new ChannelTopic("news"));
                await().until(() -> application.publish("news", "unheard") == 0);
                application.container.removeMessageListener(exact);
                await().until(() -> application.publish("sport", "unheard") == 0);
            }
        }

        @ParameterizedTest
        @EnumSource
        void receivesAThousandMessagesInOrder(Driver driver) {
            var received = new Received();
            try (var application = new Application(driver, configuration())) {
                application.container.addMessageListener(
                        listener(received, "channel"), new ChannelTopic("busy"));
                for (int i = 0; i < 1_000; i++) {
                    assertThat(application.publish("busy", "message " + i)).isEqualTo(1);
                }
                for (int i = 0; i < 1_000; i++) {
                    received.expect("channel busy message " + i);
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void carriesBinaryPayloads(Driver driver) {
            var received = new Received();
            try (var application = new Application(driver, configuration())) {
                application.container.addMessageListener(
                        (message, pattern) ->
                                received.add(new String(message.getBody(), ISO_8859_1)),
                        new ChannelTopic("bytes"));
                var payload = "\0\r\n$-1\r\n\u00ff\u00fe";
                try (var connection = application.connections.getConnection()) {
                    var bytes = payload.getBytes(ISO_8859_1);
                    assertThat(connection.publish("bytes".getBytes(UTF_8), bytes)).isEqualTo(1);
                }
                received.expect(payload);
            }
        }

        @ParameterizedTest
        @EnumSource
        void listensAgainByItselfAfterARestart(Driver driver) {
            var received = new Received();
            try (var application = new Application(driver, configuration())) {
                application.container.addMessageListener(
                        listener(received, "channel"), new ChannelTopic("news"));
                application.container.addMessageListener(
                        listener(received, "pattern"), new PatternTopic("n*"));
                server.restart();
                await().ignoreExceptions().until(() -> application.publish("news", "back") == 2);
                received.await("channel news back");
            }
        }

        @ParameterizedTest
        @EnumSource
        void listensWithItsPasswordOnly(Driver driver) {
            server.restart(Map.of("requirepass", "open sesame"));
            assertThatThrownBy(
                            () -> {
                                try (var application = new Application(driver, configuration())) {
                                    application.publish("news", "hello");
                                }
                            })
                    .hasStackTraceContaining("NOAUTH");
            var configuration = configuration();
            configuration.setPassword("open sesame");
            var received = new Received();
            try (var application = new Application(driver, configuration)) {
                application.container.addMessageListener(
                        listener(received, "channel"), new ChannelTopic("news"));
                assertThat(application.publish("news", "hello")).isEqualTo(1);
                received.expect("channel news hello");
            }
        }

        private RedisStandaloneConfiguration configuration() {
            return new RedisStandaloneConfiguration("127.0.0.1", server.port());
        }

        private static MessageListener listener(Received received, String name) {
            return (message, pattern) ->
                    received.add(
                            name,
                            new String(message.getChannel(), UTF_8),
                            new String(message.getBody(), UTF_8));
        }
    }

    /** What a Spring application has as beans. */
    private static final class Application implements AutoCloseable {

        private final RedisConnectionFactory connections;
        private final StringRedisTemplate template;
        private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

        Application(Driver driver, RedisStandaloneConfiguration configuration) {
            connections =
                    switch (driver) {
                        case LETTUCE -> new LettuceConnectionFactory(configuration);
                        case JEDIS -> new JedisConnectionFactory(configuration);
                    };
            initialise(connections);
            ((SmartLifecycle) connections).start();
            template = new StringRedisTemplate(connections);
            container.setConnectionFactory(connections);
            container.setRecoveryInterval(10);
            container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("listening-"));
            // Listeners run where the message was read, so that they are told in its order.
            container.setTaskExecutor(Runnable::run);
            container.afterPropertiesSet();
            container.start();
        }

        private static void initialise(RedisConnectionFactory bean) {
            try {
                ((InitializingBean) bean).afterPropertiesSet();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        long publish(String channel, String message) {
            return template.convertAndSend(channel, message);
        }

        @Override
        public void close() {
            try {
                container.destroy();
                ((DisposableBean) connections).destroy();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
