package io.crier.server.telemetry;

import io.crier.server.threading.Clock;
import java.util.concurrent.atomic.LongAdder;

/** How long the broker's lock is held for publishing: one burst of so many is measured. */
public final class HoldTimes {
    private static final int EVERY = 64;

    private final Clock clock;
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private int next;

    public HoldTimes(Clock clock) {
        this.clock = clock;
    }

    /**
     * The lock was just taken; only its holder may call.
     *
     * @return what {@link #released} takes; 0 when this one is not measured
     */
    public long taken() {
        if (++next < EVERY) {
            return 0;
        }
        next = 0;
        return Math.max(1, clock.nanos());
    }

    /** The lock is about to be released; only its holder may call. */
    public void released(long taken) {
        if (taken != 0) {
            count.increment();
            nanos.add(clock.nanos() - taken);
        }
    }

    /** How many were measured. */
    public long count() {
        return count.sum();
    }

    /** What those that were measured took together. */
    public long nanos() {
        return nanos.sum();
    }
}
