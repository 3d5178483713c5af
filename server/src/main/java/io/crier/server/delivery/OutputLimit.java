package io.crier.server.delivery;

import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Clock;
import io.crier.server.threading.OnLoop;

/** The limit of one client's class, and since when its soft one is reached. */
@OnLoop
final class OutputLimit {
    private Limit limit = Limit.NONE;
    private long softSinceNanos;
    private boolean softReached;

    void set(Limit newLimit) {
        limit = newLimit;
    }

    boolean hardReached(long bytes) {
        return limit.hardBytes() != 0 && bytes >= limit.hardBytes();
    }

    /** Zero for none. */
    long hardBytes() {
        return limit.hardBytes();
    }

    /**
     * The bound that so many waiting bytes have reached and must not have: the hard limit, or the
     * soft one after its time; 0 if they may wait.
     */
    long reached(long bytes, Clock clock) {
        if (hardReached(bytes)) {
            return limit.hardBytes();
        }
        if (limit.softBytes() == 0 || bytes < limit.softBytes()) {
            softReached = false;
            return 0;
        }
        long now = clock.nanos();
        if (!softReached) {
            softReached = true;
            softSinceNanos = now;
        }
        return now - softSinceNanos > limit.softTime().toNanos() ? limit.softBytes() : 0;
    }

    /** Fewer bytes wait again. */
    void kept() {
        softReached = false;
    }

    /** Why a client for whom so many bytes wait ends. */
    CloseReason reason(long bytes) {
        return CloseReason.of(
                CloseReason.Kind.OUTPUT_BUFFER_LIMIT,
                hardReached(bytes)
                        ? bytes + " bytes pending, hard limit " + limit.hardBytes()
                        : bytes
                                + " bytes pending for longer than "
                                + limit.softTime().toSeconds()
                                + " s, soft limit "
                                + limit.softBytes());
    }
}
