package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.CrierServer;
import io.crier.server.settings.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many loops, publishers and subscribers over real sockets: whatever the threads do, every
 * guarantee holds.
 */
final class RealThreadsTest {
    private static final int LOOPS = 4;
    private static final int PUBLISHERS = 4;
    private static final int BURSTS = 40;
    private static final int BURST_MAX = 12;
    private static final int SUBSCRIBERS = 9;

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "EPOLL", "IO_URING", "NIO"})
    void everyGuaranteeHoldsBetweenRealThreads(Transport transport) throws Exception {
        Recorded run = new Recorded();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch subscribed = new CountDownLatch(SUBSCRIBERS);
        try (CrierServer server = Carriers.start(transport, LOOPS);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> subscribers = new ArrayList<>();
            for (int i = 0; i < SUBSCRIBERS; i++) {
                int id = i;
                subscribers.add(
                        threads.submit(() -> subscribe(run, server.port(), id, subscribed, over)));
            }
            subscribed.await();
            List<Future<?>> publishers = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                int id = i;
                publishers.add(threads.submit(() -> publish(run, server.port(), id)));
            }
            try {
                for (Future<?> publisher : publishers) {
                    publisher.get();
                }
            } finally {
                over.set(true);
            }
            for (Future<?> subscriber : subscribers) {
                subscriber.get();
            }
        }
        assertThat(run.streams()).hasSize(SUBSCRIBERS);
        assertThat(run.publishes()).hasSizeGreaterThan(PUBLISHERS * BURSTS);
        assertThat(run.streams().stream().mapToInt(List::size).sum())
                .isGreaterThan(run.publishes().size());
        Guarantees.check(run);
    }

    /**
     * A third speaks RESP2, a third RESP3, and a third publishes in RESP3 to what it may hold
     * itself.
     */
    private static void subscribe(
            Recorded run, int port, int id, CountDownLatch subscribed, AtomicBoolean over) {
        try (Actor actor = new Actor(run, port, "s" + id, id % 3 != 0, id)) {
            subscribed.countDown();
            do {
                actor.churn(id % 3 == 2);
            } while (!over.get());
            actor.finish();
        }
    }

    private static void publish(Recorded run, int port, int id) {
        try (Actor actor = new Actor(run, port, "p" + id, id % 2 == 0, 100 + id)) {
            for (int i = 0; i < BURSTS; i++) {
                actor.publishBurst(1 + i % BURST_MAX);
            }
        }
    }
}
