package io.crier.server.command;

import io.crier.server.message.Bytes;
import io.crier.server.settings.PublishRate;
import org.jspecify.annotations.Nullable;

/**
 * What one user may publish, on all its connections and loops together. Any thread may take from
 * it.
 */
final class Allowance {
    private final Object era;
    private final Bytes user;
    private final @Nullable PublishRate rate;
    private final @Nullable PublishRate byteRate;
    private final @Nullable Bucket publishes;
    private final @Nullable Bucket bytes;
    private volatile boolean forgotten;

    /**
     * @param era the state of the rates that this is of
     * @param rate null for as many publishes as the user likes
     * @param byteRate null for as many bytes as the user likes
     */
    Allowance(
            Object era,
            Bytes user,
            @Nullable PublishRate rate,
            @Nullable PublishRate byteRate,
            long nowNanos) {
        this.era = era;
        this.user = user;
        this.rate = rate;
        this.byteRate = byteRate;
        this.publishes = bucket(rate, nowNanos);
        this.bytes = bucket(byteRate, nowNanos);
    }

    private static @Nullable Bucket bucket(@Nullable PublishRate rate, long nowNanos) {
        return rate == null ? null : new Bucket(rate.perSecond(), rate.burst(), nowNanos);
    }

    /** Whether this is still what holds for a user. */
    @SuppressWarnings("ReferenceEquality") // the very era
    boolean holds(Object currentEra, Bytes asked) {
        return era == currentEra && !forgotten && user.equals(asked);
    }

    /** Whoever has this is to ask for another. */
    void forget() {
        forgotten = true;
    }

    boolean unlimited() {
        return publishes == null && bytes == null;
    }

    /**
     * Takes one publish of so many bytes.
     *
     * @return null if it may be published, else the error
     */
    @Nullable String take(int size, long nowNanos) {
        if (publishes != null) {
            long wait = publishes.take(1, nowNanos);
            if (wait > 0 && rate != null) {
                return OverRate.error(
                        user.toString(), rate.perSecond() + " publishes a second", wait);
            }
        }
        if (bytes != null) {
            long wait = bytes.take(size, nowNanos);
            if (wait > 0 && byteRate != null) {
                if (publishes != null) {
                    publishes.putBack(1);
                }
                return wait == Bucket.NEVER
                        ? OverRate.tooLarge(user.toString(), size, byteRate.burst())
                        : OverRate.error(
                                user.toString(), byteRate.perSecond() + " bytes a second", wait);
            }
        }
        return null;
    }

    /** Whether nothing is missing, so that a new one would be the same. */
    boolean isFull(long nowNanos) {
        return (publishes == null || publishes.isFull(nowNanos))
                && (bytes == null || bytes.isFull(nowNanos));
    }
}
