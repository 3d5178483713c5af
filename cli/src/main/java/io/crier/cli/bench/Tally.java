package io.crier.cli.bench;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what was published and what came of it, and finds what should not have happened. */
final class Tally {
    private static final long LATENCY_MAX_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    /** Also counts replies that tell more receivers than expected. */
    private final boolean exactReplies;

    private long published;
    private long answered;
    private long expected;
    private long received;
    private long bytes;
    private long duplicated;
    private long outOfOrder;
    private long disagreeing;
    private long errors;
    private @Nullable String firstError;
    private long lastReceivers;
    private Histogram latency = new Histogram(LATENCY_MAX_NANOS, DIGITS);
    private long from = Long.MAX_VALUE;
    private long to = Long.MAX_VALUE;

    Tally(boolean exactReplies) {
        this.exactReplies = exactReplies;
    }

    void publish(int receivers) {
        published++;
        expected += receivers;
    }

    void answer(int receiversExpected, long receivers) {
        answered++;
        lastReceivers = receivers;
        if (exactReplies ? receivers != receiversExpected : receivers < receiversExpected) {
            disagreeing++;
        }
    }

    /**
     * A message with its stamp, as one subscriber got it.
     *
     * @param due when it should have been published
     */
    void deliver(Sequences sequences, long due, int publisher, int sequence, long now) {
        if (!sequences.knows(publisher)) {
            error("a message that nobody here published");
            return;
        }
        received++;
        if (!sequences.advance(publisher, sequence)) {
            late(sequences, publisher, sequence);
        }
        if (due >= from && due < to) {
            latency.recordValue(Math.clamp(now - due, 0, LATENCY_MAX_NANOS));
        }
    }

    private void late(Sequences sequences, int publisher, int sequence) {
        if (sequences.repeats(publisher, sequence)) {
            duplicated++;
        } else {
            outOfOrder++;
        }
    }

    void error(String what) {
        errors++;
        if (firstError == null) {
            firstError = what;
        }
    }

    void read(int count) {
        bytes += count;
    }

    /** From now on latency is recorded anew, of what is due from {@code now} on. */
    void begin(long now) {
        latency = new Histogram(LATENCY_MAX_NANOS, DIGITS);
        from = now;
        to = Long.MAX_VALUE;
    }

    /** What is due from now on is not recorded; what was due before still is, when it comes. */
    void end(long now) {
        to = now;
    }

    /** In nanoseconds; only the thread of the load may use it. */
    Histogram latency() {
        return latency;
    }

    /** Deliveries that have not come yet; negative when more came than should. */
    long outstanding() {
        return expected - received;
    }

    long unanswered() {
        return published - answered;
    }

    /** What the last reply to a publish told. */
    long lastReceivers() {
        return lastReceivers;
    }

    boolean isSettled(boolean answers) {
        return received - duplicated >= expected && (!answers || answered >= published);
    }

    Counts counts() {
        return new Counts(published, received, bytes);
    }

    Checks checks() {
        long lost = Math.max(0, expected - (received - duplicated));
        return new Checks(lost, outOfOrder, duplicated, disagreeing, errors, firstError);
    }

    /** How much there was, up to some moment. */
    record Counts(long publishes, long deliveries, long bytes) {
        Counts since(Counts before) {
            return new Counts(
                    publishes - before.publishes,
                    deliveries - before.deliveries,
                    bytes - before.bytes);
        }
    }
}
