package io.crier.server.command;

import io.crier.server.threading.Clock;
import io.crier.server.threading.Loop;
import io.crier.server.threading.OnLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * When the requests are over that wait on one loop: however many those are, there is a timer for
 * the earliest alone.
 */
@OnLoop
final class Deadlines {
    /**
     * A timer runs out after so long at the latest, so that those that came too early do not pile
     * up.
     */
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final Loop loop;
    private final Clock clock;
    private final long originNanos;
    private final TreeSet<BlockedRead> reads =
            new TreeSet<>(
                    Comparator.comparingLong(BlockedRead::deadlineNanos)
                            .thenComparingLong(BlockedRead::clientId));
    private long timerNanos = Long.MAX_VALUE;

    Deadlines(Loop loop, Clock clock) {
        this.loop = loop;
        this.clock = clock;
        this.originNanos = clock.nanos();
    }

    /** Nanoseconds from an origin that all deadlines of the loop share. */
    long nowNanos() {
        return clock.nanos() - originNanos;
    }

    void add(BlockedRead read) {
        reads.add(read);
        look();
    }

    void remove(BlockedRead read) {
        reads.remove(read);
    }

    private void look() {
        if (reads.isEmpty()) {
            return;
        }
        long now = nowNanos();
        long next = Math.min(reads.first().deadlineNanos(), now + LOOK_AGAIN_NANOS);
        if (next < timerNanos) {
            timerNanos = next;
            loop.schedule(() -> ring(next), Duration.ofNanos(Math.max(0, next - now)));
        }
    }

    private void ring(long nanos) {
        if (nanos == timerNanos) {
            timerNanos = Long.MAX_VALUE;
        }
        long now = nowNanos();
        while (!reads.isEmpty() && reads.first().deadlineNanos() <= now) {
            reads.removeFirst().unblock(false);
        }
        look();
    }
}
