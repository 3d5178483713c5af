package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.proof.Recorded.Delivery;
import io.crier.server.proof.Recorded.Holding;
import io.crier.server.proof.Recorded.Publish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds what was recorded against the guarantees that every run must keep. */
public final class Guarantees {
    private final Recorded run;

    private Guarantees(Recorded run) {
        this.run = run;
    }

    /** Fails with the first guarantee that {@code run} missed. */
    public static void check(Recorded run) {
        Guarantees guarantees = new Guarantees(run);
        guarantees.everyDeliveryWasPublished();
        guarantees.everyPublishReachedWhomItCounted();
        guarantees.whoWasConfirmedMissedNothing();
        guarantees.thereIsOneOrder();
    }

    /** G6: payload and channel arrive byte by byte as they were published. */
    private void everyDeliveryWasPublished() {
        for (List<Delivery> stream : run.streams()) {
            for (Delivery delivery : stream) {
                Publish publish = run.publishes().get(delivery.payload());
                assertThat(publish == null ? "never" : publish.channel())
                        .as("published: %s", delivery)
                        .isEqualTo(delivery.channel());
            }
        }
    }

    /** G4. */
    private void everyPublishReachedWhomItCounted() {
        Map<String, Long> delivered = new HashMap<>();
        for (List<Delivery> stream : run.streams()) {
            stream.forEach(delivery -> delivered.merge(delivery.payload(), 1L, Long::sum));
        }
        for (Publish publish : run.publishes().values()) {
            assertThat(delivered.getOrDefault(publish.payload(), 0L))
                    .as("deliveries of %s", publish)
                    .isEqualTo(publish.count());
        }
    }

    /** G2, and of G1 that nothing older and nothing later arrives. */
    private void whoWasConfirmedMissedNothing() {
        for (Holding holding : run.holdings()) {
            Set<String> got = new HashSet<>(holding.payloads);
            assertThat(got).as("no duplicates in %s", holding).hasSameSizeAs(holding.payloads);
            for (Publish publish : run.publishes().values()) {
                if (!holding.covers(publish.channel())) {
                    continue;
                }
                if (publish.sent() > holding.confirmed && publish.answered() < holding.leaving) {
                    assertThat(got.contains(publish.payload()))
                            .as("%s reached %s", publish, holding)
                            .isTrue();
                }
                if (publish.answered() < holding.asked || publish.sent() > holding.left) {
                    assertThat(got.contains(publish.payload()))
                            .as("%s is outside of %s", publish, holding)
                            .isFalse();
                }
            }
        }
    }

    /**
     * G3: what each subscriber saw, and which publish was answered before which other was sent, fit
     * into one order. As a graph of publishes and ticks without a cycle; each tick comes before the
     * next.
     */
    private void thereIsOneOrder() {
        Map<Object, Set<Object>> after = new HashMap<>();
        for (List<Delivery> stream : run.streams()) {
            for (int i = 1; i < stream.size(); i++) {
                follows(after, stream.get(i - 1).payload(), stream.get(i).payload());
            }
        }
        List<Long> ticks = new ArrayList<>();
        for (Publish publish : run.publishes().values()) {
            follows(after, publish.sent(), publish.payload());
            follows(after, publish.payload(), publish.answered());
            ticks.add(publish.sent());
            ticks.add(publish.answered());
        }
        ticks.sort(null);
        for (int i = 1; i < ticks.size(); i++) {
            follows(after, ticks.get(i - 1), ticks.get(i));
        }
        assertThat(inNoOrder(after)).as("publishes and ticks without one order").isEmpty();
    }

    private static void follows(Map<Object, Set<Object>> after, Object earlier, Object later) {
        if (!earlier.equals(later)) {
            after.computeIfAbsent(earlier, _ -> new HashSet<>()).add(later);
        }
    }

    /**
     * What is left when again and again everything is taken away that nothing else comes before.
     */
    private static Set<Object> inNoOrder(Map<Object, Set<Object>> after) {
        Map<Object, Integer> before = new HashMap<>();
        after.forEach((earlier, laters) -> {
            before.putIfAbsent(earlier, 0);
            laters.forEach(later -> before.merge(later, 1, Integer::sum));
        });
        ArrayDeque<Object> free = new ArrayDeque<>();
        before.forEach((node, count) -> {
            if (count == 0) {
                free.add(node);
            }
        });
        while (!free.isEmpty()) {
            Object node = free.remove();
            before.remove(node);
            for (Object later : after.getOrDefault(node, Set.of())) {
                int left = before.getOrDefault(later, 0) - 1;
                before.put(later, left);
                if (left == 0) {
                    free.add(later);
                }
            }
        }
        return before.keySet();
    }
}
