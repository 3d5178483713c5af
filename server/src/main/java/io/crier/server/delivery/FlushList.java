package io.crier.server.delivery;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The outboxes of a loop that were touched in this burst, and those that could not write all that
 * they had.
 */
@OnLoop
final class FlushList {
    /** Fewer are sent to one by one: a call for all of them costs more than it saves. */
    private static final int TOGETHER_MIN = 8;

    /** Copied together at once at most, so that the copies are sent while they are in the cache. */
    private static final int COPIED_MAX = 64 * 1024;

    private final ArrayList<Outbox> touched = new ArrayList<>();
    private final ArrayList<Outbox> lagging = new ArrayList<>();

    void add(Outbox outbox) {
        touched.add(outbox);
    }

    int size() {
        return touched.size();
    }

    /**
     * Flushes every outbox that was added, also those that are added meanwhile.
     *
     * @param together for sends to many, null where there is none
     */
    void flushAll(@Nullable SendTogether together) {
        for (int done = 0; done < touched.size(); ) {
            int end = touched.size();
            if (together != null && end - done >= TOGETHER_MIN) {
                end = sendTogether(together, done, end);
            }
            for (; done < end; done++) {
                Outbox outbox = touched.get(done);
                flush(outbox);
                if (outbox.lags() && outbox.markLagging()) {
                    lagging.add(outbox);
                }
            }
        }
        touched.clear();
    }

    /** Sends to the outboxes from {@code from} on; answers up to which one, at most {@code end}. */
    private int sendTogether(SendTogether together, int from, int end) {
        int at = from;
        int copied = 0;
        while (at < end && copied < COPIED_MAX && together.hasRoom()) {
            copied += touched.get(at++).offer(together);
        }
        if (at == from) {
            return end;
        }
        together.send();
        return at;
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
