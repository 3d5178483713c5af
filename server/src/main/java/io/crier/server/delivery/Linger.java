package io.crier.server.delivery;

import io.crier.server.threading.OnLoop;

/**
 * Whether a busy loop waits a moment for more messages before it writes to its subscribers. A write
 * costs nearly the same for one message as for many, so a loop that has many messages for each of
 * many subscribers, and is hardly done writing when the next are there, does the same with fewer
 * writes. The wait is at most half of what the last writes took; where it brought little it is not
 * tried again for a while, and a loop that had nothing to do never waits.
 */
@OnLoop
final class Linger {
    /** Writes that took less are not worth a timer; nanoseconds. */
    private static final long COST_MIN_NANOS = 100_000;

    private static final long WAIT_MAX_NANOS = 1_000_000;

    /** With fewer messages in each write, the next ones are hardly for the same subscribers. */
    private static final int MESSAGES_PER_WRITE_MIN = 4;

    /** A wait is worth it when so many of those that waited already come in addition: a quarter. */
    private static final int WORTH_IT = 4;

    private static final int SKIP_MAX = 64;

    private long costNanos;
    private long writtenAtNanos;
    private int skip;
    private int skipNext = 1;
    private int before;

    /**
     * The loop has just written {@code messages} to {@code outboxes} clients in all, from {@code
     * startNanos} to {@code endNanos}.
     */
    void wrote(long messages, int outboxes, long startNanos, long endNanos) {
        costNanos =
                messages >= (long) outboxes * MESSAGES_PER_WRITE_MIN ? endNanos - startNanos : 0;
        writtenAtNanos = endNanos;
    }

    /** Whether {@link #nanos} is worth asking. */
    boolean possible() {
        return costNanos >= COST_MIN_NANOS;
    }

    /** How long to wait before the {@code messages} that are there are delivered; 0 not to wait. */
    long nanos(int messages, long nowNanos) {
        boolean idle = nowNanos - writtenAtNanos >= costNanos / 4;
        if (idle) {
            return 0;
        }
        if (skip > 0) {
            skip--;
            return 0;
        }
        before = messages;
        return Math.min(costNanos / 2, WAIT_MAX_NANOS);
    }

    /** The wait is over, and so many messages are there now. */
    void waited(int messages) {
        if ((messages - before) * WORTH_IT >= before) {
            skipNext = 1;
        } else {
            skip = skipNext;
            skipNext = Math.min(SKIP_MAX, skipNext * 2);
        }
    }
}
