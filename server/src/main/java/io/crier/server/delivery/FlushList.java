package io.crier.server.delivery;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;

/**
 * The outboxes of a loop that were touched in this burst, and those that could not write all that
 * they had.
 */
@OnLoop
final class FlushList {
    private final ArrayList<Outbox> touched = new ArrayList<>();
    private final ArrayList<Outbox> lagging = new ArrayList<>();

    void add(Outbox outbox) {
        touched.add(outbox);
    }

    /** Flushes every outbox that was added, also those that are added meanwhile. */
    void flushAll() {
        for (int i = 0; i < touched.size(); i++) {
            Outbox outbox = touched.get(i);
            flush(outbox);
            if (outbox.lags() && outbox.markLagging()) {
                lagging.add(outbox);
            }
        }
        touched.clear();
    }

    /**
     * One client's write must not keep the others from theirs, also when there is no memory for it.
     */
    private static void flush(Outbox outbox) {
        try {
            outbox.flush();
        } catch (OutOfMemoryError full) {
            outbox.close(
                    CloseReason.of(
                            CloseReason.Kind.INTERNAL_ERROR, String.valueOf(full.getMessage())));
        }
    }

    /** Checks the limits of those that lag and forgets those that have caught up. */
    void checkLagging() {
        lagging.removeIf(outbox -> {
            if (outbox.lags()) {
                outbox.check(outbox.pendingBytes());
                return false;
            }
            outbox.caughtUp();
            return true;
        });
    }

    Iterable<Outbox> lagging() {
        return lagging;
    }
}
