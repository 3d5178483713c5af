package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Reply;
import io.crier.server.CrierServer;
import io.crier.server.MessageListener;
import io.crier.server.Subscription;
import io.crier.server.message.Bytes;
import io.crier.server.settings.OutputBufferLimits;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.Transport;
import io.crier.server.settings.WebTable;
import io.crier.server.telemetry.CloseReason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A server inside another program: it starts in one line, publishes and subscribes, and leaves
 * nothing.
 */
final class EmbeddingTest {
    /** Keeps what it hears, for the test's thread to take. */
    private static final class Ear implements MessageListener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final AtomicReference<@Nullable CloseReason> end = new AtomicReference<>();

        @Override
        public void onMessage(Bytes channel, Bytes message) {
            heard.add(channel + ": " + message);
        }

        @Override
        public void onEnd(CloseReason reason) {
            end.set(reason);
        }

        @Nullable String next() throws InterruptedException {
            return heard.poll(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aMessageFromInsideReachesASocketAndTheOtherWayRound() throws Exception {
        Ear ear = new Ear();
        try (CrierServer server = CrierServer.start(0);
                RawClient client = new RawClient(server.port());
                Subscription inside = server.subscribe("news", ear)) {
            client.resp3().call("SUBSCRIBE", "news");

            assertThat(server.publish("news", "from inside")).isEqualTo(2);
            assertThat(client.read()).isInstanceOf(Reply.Push.class);
            assertThat(client.publish("news", "from outside")).isEqualTo(2);

            assertThat(ear.next()).isEqualTo("news: from inside");
            assertThat(ear.next()).isEqualTo("news: from outside");
            assertThat(inside).isNotNull();
        }
    }

    @Test
    void aPatternTellsTheChannelOfEachMessage() throws Exception {
        Ear ear = new Ear();
        try (CrierServer server = CrierServer.start(0);
                Subscription inside = server.subscribePattern("n*s", ear)) {
            assertThat(server.publish("news", "1")).isEqualTo(1);
            assertThat(server.publish("weather", "2")).isZero();
            assertThat(server.publish(new byte[] {'n', 0, 's'}, new byte[] {-1})).isEqualTo(1);

            assertThat(ear.next()).isEqualTo("news: 1");
            assertThat(ear.next()).isEqualTo("n\0s: \uFFFD");
            assertThat(inside).isNotNull();
        }
    }

    @Test
    void twoSubscriptionsHearManyPublishersInOneOrderAndEveryPublishCountsBoth() throws Exception {
        Ear first = new Ear();
        Ear second = new Ear();
        int each = 2_000;
        List<Integer> counts = new CopyOnWriteArrayList<>();
        try (CrierServer server = CrierServer.start(0);
                Subscription one = server.subscribe("c", first);
                Subscription two = server.subscribePattern("c*", second)) {
            List<Thread> publishers =
                    IntStream.range(0, 4)
                            .mapToObj(id ->
                                    Thread.ofPlatform()
                                            .start(() -> {
                                                int wrong = 0;
                                                for (int i = 0; i < each; i++) {
                                                    wrong +=
                                                            server.publish("c", id + "." + i) == 2
                                                                    ? 0
                                                                    : 1;
                                                }
                                                counts.add(wrong);
                                            }))
                            .toList();
            List<String> heard = new ArrayList<>();
            for (int i = 0; i < 4 * each; i++) {
                heard.add(String.valueOf(first.next()));
            }

            assertThat(heard).doesNotHaveDuplicates();
            for (String message : heard) {
                assertThat(second.next()).isEqualTo(message);
            }
            for (Thread publisher : publishers) {
                publisher.join();
            }
            assertThat(counts).containsExactly(0, 0, 0, 0);
            assertThat(one).isNotSameAs(two);
        }
    }

    @Test
    void aSubscriptionThatWasClosedIsNotCountedAndHearsNothing() {
        Ear ear = new Ear();
        try (CrierServer server = CrierServer.start(0)) {
            Subscription subscription = server.subscribe("c", ear);
            subscription.close();

            assertThat(server.publish("c", "late")).isZero();
            assertThat(ear.heard).isEmpty();
            assertThat(ear.end.get()).isNotNull();
            subscription.close();
        }
    }

    @Test
    void aListenerThatThrowsHearsTheNextMessage() throws Exception {
        Ear ear = new Ear();
        MessageListener moody =
                (channel, message) -> {
                    ear.onMessage(channel, message);
                    throw new IllegalStateException("thrown by the test's listener");
                };
        try (CrierServer server = CrierServer.start(0);
                Subscription subscription = server.subscribe("c", moody)) {
            server.publish("c", "1");
            server.publish("c", "2");

            assertThat(ear.next()).isEqualTo("c: 1");
            assertThat(ear.next()).isEqualTo("c: 2");
            assertThat(subscription).isNotNull();
        }
    }

    @Test
    void aListenerMayEndItsOwnSubscription() {
        AtomicReference<@Nullable Subscription> own = new AtomicReference<>();
        CountDownLatch set = new CountDownLatch(1);
        Ear ear = new Ear();
        try (CrierServer server = CrierServer.start(0)) {
            own.set(
                    server.subscribe(
                            "c",
                            new MessageListener() {
                                @Override
                                public void onMessage(Bytes channel, Bytes message) {
                                    awaitLatch(set);
                                    ear.onMessage(channel, message);
                                    Subscription subscription = own.get();
                                    if (subscription != null) {
                                        subscription.close();
                                    }
                                }

                                @Override
                                public void onEnd(CloseReason reason) {
                                    ear.onEnd(reason);
                                }
                            }));
            set.countDown();
            server.publish("c", "1");
            await().until(() -> ear.end.get() != null);

            assertThat(server.publish("c", "2")).isZero();
            assertThat(ear.heard).containsExactly("c: 1");
        }
    }

    @Test
    void aListenerThatIsTooSlowEndsAtTheLimitOfItsClassAndDisturbsNobody() throws Exception {
        Settings settings =
                Settings.defaults()
                        .with(WebTable.HTTP_PORT, 0L)
                        .with(SettingTable.PORT, 0L)
                        .with(SettingTable.OUTPUT_BUFFER_LIMITS, pubsubHard(1L << 20));
        CountDownLatch go = new CountDownLatch(1);
        Ear slow = new Ear();
        MessageListener sleeper =
                new MessageListener() {
                    @Override
                    public void onMessage(Bytes channel, Bytes message) {
                        awaitLatch(go);
                    }

                    @Override
                    public void onEnd(CloseReason reason) {
                        slow.onEnd(reason);
                    }
                };
        Ear quick = new Ear();
        try (CrierServer server = CrierServer.start(settings);
                Subscription stuck = server.subscribe("c", sleeper);
                Subscription well = server.subscribe("c", quick)) {
            String message = "x".repeat(50_000);
            int published = 0;
            while (server.publish("c", message) == 2) {
                published++;
                assertThat(quick.next()).hasSize(50_003);
                assertThat(published).isLessThan(100);
            }
            go.countDown();
            await().until(() -> slow.end.get() != null);

            assertThat(published).isGreaterThan(15);
            assertThat(slow.end.get())
                    .extracting(CloseReason::kind)
                    .isEqualTo(CloseReason.Kind.OUTPUT_BUFFER_LIMIT);
            assertThat(quick.next()).hasSize(50_003);
            assertThat(stuck).isNotSameAs(well);
        }
    }

    @Test
    void aLargeMessageArrivesWhole() throws Exception {
        Ear ear = new Ear();
        try (CrierServer server = CrierServer.start(0);
                Subscription subscription = server.subscribe("c", ear)) {
            String message = "0123456789".repeat(500_000);
            server.publish("c", message);

            assertThat(ear.next()).isEqualTo("c: " + message);
            assertThat(subscription).isNotNull();
        }
    }

    @Test
    void closingTheServerEndsItsSubscriptionsAndRefusesWhatComesLater() {
        Ear ear = new Ear();
        CrierServer server = CrierServer.start(0);
        Subscription subscription = server.subscribe("c", ear);
        server.close();

        assertThat(ear.end.get()).isEqualTo(CloseReason.of(CloseReason.Kind.SHUTDOWN));
        assertThatThrownBy(() -> server.publish("c", "m")).hasMessage("the server is closed");
        assertThatThrownBy(() -> server.subscribe("c", ear)).hasMessage("the server is closed");
        subscription.close();
        server.close();
    }

    @Test
    void nothingIsLeftAfterFiftyServersClosedUnderTheirClients() {
        runAndClose();
        Leftovers before = Leftovers.now();
        for (int i = 0; i < 50; i++) {
            runAndClose();
        }

        await().untilAsserted(() -> assertThat(Leftovers.now()).isEqualTo(before));
    }

    /**
     * Clients in every state: idle, subscribed, with unread messages, half a request sent, in
     * process.
     */
    private static void runAndClose() {
        CrierServer server = CrierServer.start(0);
        try (RawClient idle = new RawClient(server.port());
                RawClient subscribed = new RawClient(server.port());
                RawClient half = new RawClient(server.port())) {
            idle.call("PING");
            subscribed.call("SUBSCRIBE", "c", "d");
            half.raw("*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$1000\r\nhalf");
            Subscription inside = server.subscribe("c", (channel, message) -> {});
            String large = "x".repeat(300_000);
            for (int i = 0; i < 20; i++) {
                server.publish("c", large);
            }
            server.close();
            inside.close();
        }
    }

    @Test
    void closingWhileClientsPublishLeavesNothing() throws Exception {
        runAndClose();
        Leftovers before = Leftovers.now();
        for (int round = 0; round < 10; round++) {
            CrierServer server = CrierServer.start(0);
            List<Thread> busy = new ArrayList<>();
            CountDownLatch started = new CountDownLatch(4);
            for (int i = 0; i < 2; i++) {
                busy.add(Thread.ofPlatform().start(() -> publishUntilTheEnd(server, started)));
                busy.add(
                        Thread.ofPlatform()
                                .start(() -> publishFromInsideUntilTheEnd(server, started)));
            }
            started.await();
            server.close();
            for (Thread thread : busy) {
                thread.join();
            }
        }

        await().untilAsserted(() -> assertThat(Leftovers.now()).isEqualTo(before));
    }

    private static void publishUntilTheEnd(CrierServer server, CountDownLatch started) {
        try (RawClient client = new RawClient(server.port())) {
            for (int i = 0; ; i++) {
                client.send("PUBLISH", "c", "m" + i);
                client.read();
                if (i == 10) {
                    started.countDown();
                }
            }
        } catch (UncheckedIOException ended) {
            started.countDown();
        }
    }

    private static void publishFromInsideUntilTheEnd(CrierServer server, CountDownLatch started) {
        try {
            for (int i = 0; ; i++) {
                server.subscribe("c", (channel, message) -> {}).close();
                server.publish("c", "m");
                if (i == 10) {
                    started.countDown();
                }
            }
        } catch (IllegalStateException closed) {
            started.countDown();
        }
    }

    @Test
    void twoServersStandSideBySideAndDoNotHearEachOther() throws Exception {
        Ear ear = new Ear();
        try (CrierServer one = CrierServer.start(0);
                CrierServer two = CrierServer.start(0);
                Subscription subscription = one.subscribe("c", ear)) {
            assertThat(one.port()).isNotEqualTo(two.port()).isPositive();
            assertThat(two.publish("c", "elsewhere")).isZero();
            assertThat(one.publish("c", "here")).isEqualTo(1);
            assertThat(ear.next()).isEqualTo("c: here");
            assertThat(subscription).isNotNull();
        }
    }

    @Test
    void aTakenPortIsOneClearErrorAndLeavesNothing() {
        try (CrierServer first = Carriers.start(Transport.NIO, 1)) {
            Leftovers before = Leftovers.now();

            assertThatThrownBy(() -> CrierServer.start(first.port()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + first.port())
                    .hasMessageContaining("Address already in use");
            await().untilAsserted(() -> assertThat(Leftovers.now()).isEqualTo(before));
        }
    }

    private static OutputBufferLimits pubsubHard(long bytes) {
        Limit limit = new Limit(bytes, 0, Duration.ZERO);
        return new OutputBufferLimits(Limit.NONE, limit, limit);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
