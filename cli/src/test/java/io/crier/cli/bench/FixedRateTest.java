package io.crier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against a server that holds all messages back until it has got the last of some. */
final class FixedRateTest {
    private static final int RATE = 1_000;
    private static final int HELD = 150;
    private static final int SIZE = 16;
    private static final String CONFIRMED =
            "*3\r\n$9\r\nsubscribe\r\n$4\r\nch:0\r\n:1\r\n*2\r\n$4\r\npong\r\n$0\r\n\r\n";
    private static final String MESSAGE_HEAD = "*3\r\n$7\r\nmessage\r\n$4\r\nch:0\r\n$16\r\n";
    private static final int PUBLISH_BYTES =
            "*3\r\n$7\r\nPUBLISH\r\n$4\r\nch:0\r\n$16\r\n".length() + SIZE + 2;

    @Test
    void latencyCountsFromWhenAPublishWasDueHoweverLongTheServerStalls()
            throws IOException, InterruptedException, ExecutionException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            CompletableFuture<@Nullable Void> served =
                    CompletableFuture.runAsync(() -> serve(listener));
            Plan plan =
                    new Plan(
                            new Scenario.FanOut(),
                            Protocol.RESP2,
                            1,
                            1,
                            1,
                            0,
                            0,
                            SIZE,
                            1,
                            RATE,
                            2.0 * HELD / RATE,
                            0);
            Target target =
                    new Target(
                            new InetSocketAddress(
                                    listener.getInetAddress(), listener.getLocalPort()),
                            null,
                            "here",
                            null,
                            null,
                            null,
                            null);

            Result result = Bench.run(plan, target, line -> {});

            served.get();
            assertThat(result.checks()).isEqualTo(Checks.CLEAN);
            // The first one waited until the last of those held back was due.
            double held = 1e6 * (HELD - 1) / RATE;
            assertThat(Objects.requireNonNull(result.latency().max())).isGreaterThanOrEqualTo(held);
        }
    }

    private static void serve(ServerSocket listener) {
        try (Socket subscriber = listener.accept()) {
            subscriber.getInputStream().readNBytes("*2\r\n$9\r\nSUBSCRIBE\r\n".length());
            subscriber.getOutputStream().write(bytes(CONFIRMED));
            try (Socket publisher = listener.accept()) {
                InputStream in = publisher.getInputStream();
                in.readNBytes("*1\r\n$4\r\nPING\r\n".length());
                publisher.getOutputStream().write(bytes("+PONG\r\n"));
                forward(in, HELD, publisher, subscriber);
                boolean more = true;
                while (more) {
                    more = forward(in, 1, publisher, subscriber);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads some publishes, then answers and delivers them. */
    private static boolean forward(InputStream in, int count, Socket publisher, Socket subscriber)
            throws IOException {
        byte[] publishes = in.readNBytes(count * PUBLISH_BYTES);
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        for (int end = PUBLISH_BYTES; end <= publishes.length; end += PUBLISH_BYTES) {
            messages.writeBytes(bytes(MESSAGE_HEAD));
            messages.write(publishes, end - SIZE - 2, SIZE + 2);
            publisher.getOutputStream().write(bytes(":1\r\n"));
        }
        subscriber.getOutputStream().write(messages.toByteArray());
        return publishes.length > 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
