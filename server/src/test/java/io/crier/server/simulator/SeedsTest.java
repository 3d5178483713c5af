package io.crier.server.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The guarantees under thousands of interleavings. {@code -Dcrier.sim.seeds=1000000} tries more of
 * them, from {@code -Dcrier.sim.from=0} on; {@code -Dcrier.sim.seed=42} runs one and prints what
 * happens in it.
 */
final class SeedsTest {
    private static final long SEEDS = 5_000;
    private static final int FAILURES_MAX = 10;

    /** A seed takes milliseconds; one that takes this long never ends. */
    private static final Duration STUCK = Duration.ofSeconds(60);

    @Test
    void everyInterleavingKeepsTheGuarantees() throws InterruptedException {
        Long one = Long.getLong("crier.sim.seed");
        if (one != null) {
            replay(one);
            return;
        }
        long from = Long.getLong("crier.sim.from", 0);
        Seeds seeds = new Seeds(from, from + Long.getLong("crier.sim.seeds", SEEDS));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(Thread.ofPlatform().daemon().start(seeds::run));
        }
        long seen = seeds.next.get();
        for (Thread thread : threads) {
            while (!thread.join(STUCK)) {
                assertThat(seeds.next.get())
                        .as("stuck in one of the seeds %s", seeds.running)
                        .isNotEqualTo(seen);
                seen = seeds.next.get();
            }
        }
        assertThat(seeds.failures).as("replay with -Dcrier.sim.seed=…").isEmpty();
    }

    /** Seeds that several threads share out; each runs whole simulations of its own. */
    private static final class Seeds {
        final Map<Long, Violation> failures = new ConcurrentSkipListMap<>();
        final Set<Long> running = ConcurrentHashMap.newKeySet();
        final AtomicLong next;
        final long end;

        Seeds(long from, long end) {
            this.next = new AtomicLong(from);
            this.end = end;
        }

        void run() {
            for (long seed = next.getAndIncrement();
                    seed < end && failures.size() < FAILURES_MAX;
                    seed = next.getAndIncrement()) {
                running.add(seed);
                Optional<Violation> violation = first(seed);
                if (violation.isPresent()) {
                    failures.put(seed, violation.get());
                }
                running.remove(seed);
            }
        }
    }

    private static Optional<Violation> first(long seed) {
        try {
            return new Simulation(seed, Fault.NONE, false).run().stream().findFirst();
        } catch (RuntimeException | AssertionError thrown) {
            return Optional.of(new Violation(Guarantee.NO_EXCEPTION, String.valueOf(thrown)));
        }
    }

    private static void replay(long seed) {
        Simulation simulation = new Simulation(seed, Fault.NONE, true);
        List<Violation> violations = simulation.run();
        System.out.println(simulation.history().trace());
        assertThat(violations).isEmpty();
    }
}
