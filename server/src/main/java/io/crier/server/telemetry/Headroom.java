package io.crier.server.telemetry;

import io.crier.server.threading.Clock;
import java.time.Duration;

/**
 * Whether the heap has room for more of what stays: clients and subscriptions. A part of it is kept
 * for everything else, so that a server that is full still serves those whom it has. Any thread may
 * ask.
 */
public final class Headroom {
    private static final int KEPT_SHARE = 16;
    private static final long KEPT_BYTES_MIN = 4L << 20;
    private static final long COLLECT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    private long collectedNanos;
    private boolean collected;

    Headroom(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whether there is no room. Looks for garbage first, at most once a second, which takes as long
     * as the collection that would come anyway when nothing is left.
     */
    public boolean scarce() {
        return low() && lowWithoutGarbage();
    }

    private static boolean low() {
        Runtime heap = Runtime.getRuntime();
        long free = heap.maxMemory() - heap.totalMemory() + heap.freeMemory();
        return free < Math.max(KEPT_BYTES_MIN, heap.maxMemory() / KEPT_SHARE);
    }

    private synchronized boolean lowWithoutGarbage() {
        long now = clock.nanos();
        if (!collected || now - collectedNanos > COLLECT_NANOS) {
            System.gc();
            collected = true;
            collectedNanos = clock.nanos();
        }
        return low();
    }
}
