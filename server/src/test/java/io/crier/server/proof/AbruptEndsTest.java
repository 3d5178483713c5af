package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Reply;
import io.crier.server.CrierServer;
import io.crier.server.settings.OutputBufferLimits;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.Transport;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that end at the worst moment leave nothing behind and disturb nobody. */
final class AbruptEndsTest {
    private static final int LOOPS = 2;

    private static final byte[] SESSION =
            (text("HELLO", "3")
                            + text("SUBSCRIBE", "one", "two", "one")
                            + text("PSUBSCRIBE", "on*", "o*")
                            + text("PUBLISH", "one", "to myself")
                            + "PUBLISH two inline\r\n"
                            + text("MULTI")
                            + text("PUBLISH", "one", "queued")
                            + text("UNSUBSCRIBE", "two")
                            + text("EXEC")
                            + text("PUNSUBSCRIBE")
                            + text("QUIT"))
                    .getBytes(StandardCharsets.US_ASCII);

    private static String text(String... words) {
        return new String(RawClient.request(words), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void aSessionMayBeCutAtEveryByte(Transport transport) {
        try (CrierServer server = Carriers.start(transport, LOOPS);
                Bystanders others = new Bystanders(server.port());
                RawClient watcher = new RawClient(server.port())) {
            for (int length = 0; length <= SESSION.length; length++) {
                byte[] begun = Arrays.copyOf(SESSION, length);
                try (RawClient closes = new RawClient(server.port())) {
                    closes.raw(begun);
                }
                new RawClient(server.port()).raw(begun).reset();
            }
            others.goOn();
            awaitAlone(watcher);
        }
    }

    /**
     * Nobody is left but the watcher and the bystanders, and nobody listens but the one of them.
     */
    private static void awaitAlone(RawClient watcher) {
        await().untilAsserted(() -> {
            assertThat(watcher.call("CLIENT", "LIST"))
                    .isInstanceOfSatisfying(
                            Reply.Bulk.class, list -> assertThat(list.text().lines()).hasSize(3));
            assertThat(watcher.call("PUBSUB", "CHANNELS"))
                    .isEqualTo(new Reply.Array(List.of(Reply.Bulk.of("bystanders"))));
            assertThat(watcher.call("PUBSUB", "NUMPAT")).isEqualTo(new Reply.Int(0));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void aRequestThatArrivesTogetherWithTheEndIsAnswered(Transport transport) {
        try (CrierServer server = Carriers.start(transport, LOOPS)) {
            for (int i = 0; i < 100; i++) {
                try (RawClient client = new RawClient(server.port())) {
                    client.raw("PUBLISH c m\r\nPING\r\n").halfClose();

                    assertThat(client.readToEnd())
                            .containsExactly(new Reply.Int(0), new Reply.Simple("PONG"));
                }
            }
        }
    }

    @Test
    void tenThousandConnectionsMayComeAndGo() throws Exception {
        int each = 2_500;
        try (CrierServer server = CrierServer.start(0);
                Bystanders others = new Bystanders(server.port());
                RawClient watcher = new RawClient(server.port());
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> visits = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                visits.add(threads.submit(() -> comeAndGo(server.port(), each)));
            }
            for (Future<?> visit : visits) {
                visit.get();
            }
            others.goOn();
            awaitAlone(watcher);
        }
    }

    private static void comeAndGo(int port, int times) {
        for (int i = 0; i < times; i++) {
            RawClient visitor = new RawClient(port);
            if (i % 3 == 1) {
                visitor.send("SUBSCRIBE", "visitors", "visitor:" + i);
            } else if (i % 3 == 2) {
                visitor.raw("*3\r\n$7\r\nPUBLISH\r\n$10\r\nvisi");
            }
            if (i % 10 == 0) {
                visitor.close();
            } else {
                visitor.reset();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void subscribersMayEndWhileTheyAreBeingWrittenTo(Transport transport) {
        Limit limit = new Limit(8 << 20, 0, Duration.ZERO);
        Settings settings =
                Carriers.settings(transport, LOOPS)
                        .with(
                                SettingTable.OUTPUT_BUFFER_LIMITS,
                                new OutputBufferLimits(Limit.NONE, limit, limit));
        Leftovers before = Leftovers.now();
        try (CrierServer server = CrierServer.start(settings);
                Bystanders others = new Bystanders(server.port());
                RawClient publisher = new RawClient(server.port());
                RawClient watcher = new RawClient(server.port())) {
            List<RawClient> deaf = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                RawClient client = new RawClient(server.port(), 4096);
                client.call("CLIENT", "SETNAME", "deaf" + i);
                client.call("SUBSCRIBE", "flood");
                deaf.add(client);
            }
            String message = "x".repeat(20_000);
            for (int i = 0; i < 100; i++) {
                publisher.publish("flood", message);
            }
            for (int i = 0; i < 5; i++) {
                deaf.get(i).close();
                deaf.get(5 + i).reset();
                killByName(watcher, "deaf" + (10 + i));
            }
            others.goOn();
            int published = 0;
            while (publisher.publish("flood", message) != 0) {
                assertThat(published++).isLessThan(2_000);
            }
            others.goOn();
            deaf.forEach(RawClient::close);
            await().until(() -> publisher.publish("flood", message) == 0);
        }
        await().untilAsserted(() -> assertThat(Leftovers.now()).isEqualTo(before));
    }

    private static void killByName(RawClient watcher, String name) {
        if (!(watcher.call("CLIENT", "LIST") instanceof Reply.Bulk list)) {
            throw new AssertionError("no list");
        }
        String id =
                list.text()
                        .lines()
                        .filter(line -> line.contains(" name=" + name + " "))
                        .map(line -> line.substring(3, line.indexOf(' ')))
                        .findFirst()
                        .orElseThrow();
        assertThat(watcher.call("CLIENT", "KILL", "ID", id)).isEqualTo(new Reply.Int(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void aSlowReaderBelowItsLimitGetsEverything(Transport transport) {
        try (CrierServer server = Carriers.start(transport, LOOPS);
                RawClient slow = new RawClient(server.port(), 4096)) {
            slow.call("SUBSCRIBE", "c");
            int messages = 300;
            for (int i = 0; i < messages; i++) {
                assertThat(server.publish("c", i + ":" + "x".repeat(i % 7 == 0 ? 70_000 : 1_000)))
                        .isEqualTo(1);
            }
            for (int i = 0; i < messages; i++) {
                int number = i;
                assertThat(slow.read())
                        .isInstanceOfSatisfying(
                                Reply.Array.class,
                                frame ->
                                        assertThat(frame.elements().getLast())
                                                .isEqualTo(
                                                        Reply.Bulk.of(
                                                                number
                                                                        + ":"
                                                                        + "x"
                                                                                .repeat(
                                                                                        number % 7
                                                                                                        == 0
                                                                                                ? 70_000
                                                                                                : 1_000))));
            }
        } catch (UncheckedIOException broken) {
            throw new AssertionError("the slow reader was cut off", broken);
        }
    }
}
