package io.crier.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code network_client.py} with Lettuce. */
final class LettuceProgram {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private LettuceProgram() {}

    public static void main(String[] words) throws IOException {
        RedisClient client =
                RedisClient.create(RedisURI.create(words[0], Integer.parseInt(words[1])));
        client.setOptions(
                ClientOptions.builder()
                        .socketOptions(
                                SocketOptions.builder()
                                        .keepAlive(
                                                SocketOptions.KeepAliveOptions.builder()
                                                        .enable()
                                                        .idle(SECOND)
                                                        .interval(SECOND)
                                                        .count(3)
                                                        .build())
                                        .build())
                        .build());
        var subscriber = client.connectPubSub();
        var publisher = client.connect().async();
        subscriber.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        System.out.println("got " + message);
                    }
                });
        subscriber.sync().subscribe("news");
        System.out.println("subscribed");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<RedisFuture<Long>> answers = new ArrayList<>();
            for (int i = 1; i <= Integer.parseInt(line); i++) {
                answers.add(publisher.publish("news", words[2] + ":" + i));
            }
            LettuceFutures.awaitAll(1, TimeUnit.MINUTES, answers.toArray(RedisFuture[]::new));
        }
        client.shutdown();
    }
}
