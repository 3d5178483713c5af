package io.crier.server.command;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Something of which so much may be used in a second, and a burst of it at once: as a bucket that
 * fills steadily up to the burst. Keeps only when it would be full again (the generic cell rate
 * algorithm), so that any thread takes from it with one compare-and-set.
 */
final class Bucket {
    /** Said instead of a time to wait by what wants more than the bucket ever holds. */
    static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS_PER_SECOND = 1e9;

    private final double nanosEach;
    private final long nanosToFill;
    private final AtomicLong fullAtNanos;

    /** Full at first. */
    Bucket(long perSecond, long burst, long nowNanos) {
        this.nanosEach = NANOS_PER_SECOND / perSecond;
        this.nanosToFill = (long) Math.ceil(burst * nanosEach);
        this.fullAtNanos = new AtomicLong(nowNanos);
    }

    /**
     * Takes {@code amount} if that much is there.
     *
     * @return 0 if it was taken, else how many nanoseconds later it would be there, or {@link
     *     #NEVER}
     */
    long take(long amount, long nowNanos) {
        long cost = cost(amount);
        if (cost > nanosToFill) {
            return NEVER;
        }
        while (true) {
            long fullAt = fullAtNanos.get();
            long fullAfter = Math.max(fullAt - nowNanos, 0) + cost;
            if (fullAfter > nanosToFill) {
                return fullAfter - nanosToFill;
            }
            if (fullAtNanos.compareAndSet(fullAt, nowNanos + fullAfter)) {
                return 0;
            }
        }
    }

    /** Puts back what was taken and not used. */
    void putBack(long amount) {
        fullAtNanos.addAndGet(-cost(amount));
    }

    boolean isFull(long nowNanos) {
        return fullAtNanos.get() - nowNanos <= 0;
    }

    /** Rounded down, so that a whole burst never costs more than the bucket holds. */
    private long cost(long amount) {
        return (long) (amount * nanosEach);
    }
}
