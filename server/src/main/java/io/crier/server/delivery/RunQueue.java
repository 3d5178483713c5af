package io.crier.server.delivery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs of bytes that wait to be written, in order: each is a stretch of a shared block. Bytes that
 * follow the last run in the same block make it longer, so a burst of messages to one subscriber is
 * one run.
 */
final class RunQueue {
    private static final int FIRST_CAPACITY = 4;
    private static final int KEPT_CAPACITY_MAX = 1024;

    private @Nullable Lease[] leases = new Lease[FIRST_CAPACITY];
    private int[] spans = new int[FIRST_CAPACITY * 2];
    private int head;
    private int size;
    private long bytes;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Bytes of all runs. */
    long bytes() {
        return bytes;
    }

    /** Bytes of the table itself. */
    long tableBytes() {
        return leases.length * 16L;
    }

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    void add(Lease lease, int start, int end) {
        bytes += end - start;
        if (size > 0) {
            int last = slot(size - 1);
            if (lease(last).block == lease.block && spans[last * 2 + 1] == start) {
                spans[last * 2 + 1] = end;
                return;
            }
            if (size == leases.length) {
                grow();
            }
        }
        lease.retain();
        int slot = slot(size++);
        leases[slot] = lease;
        spans[slot * 2] = start;
        spans[slot * 2 + 1] = end;
    }

    Lease leaseAt(int index) {
        return lease(slot(index));
    }

    int startAt(int index) {
        return spans[slot(index) * 2];
    }

    int endAt(int index) {
        return spans[slot(index) * 2 + 1];
    }

    /** Puts a copy of a run's bytes, somewhere else, in its place. */
    void replace(int index, Lease lease, int start) {
        int slot = slot(index);
        lease.retain();
        lease(slot).release();
        int length = spans[slot * 2 + 1] - spans[slot * 2];
        leases[slot] = lease;
        spans[slot * 2] = start;
        spans[slot * 2 + 1] = start + length;
    }

    /** Forgets the first {@code written} bytes. */
    void consume(long written) {
        bytes -= written;
        long rest = written;
        while (rest > 0) {
            int length = spans[head * 2 + 1] - spans[head * 2];
            if (rest < length) {
                spans[head * 2] += (int) rest;
                return;
            }
            rest -= length;
            removeFirst();
        }
    }

    /** Moves everything to the end of {@code other}. */
    void moveTo(RunQueue other) {
        for (; size > 0; removeFirst()) {
            other.add(lease(head), spans[head * 2], spans[head * 2 + 1]);
        }
        bytes = 0;
    }

    void clear() {
        while (size > 0) {
            removeFirst();
        }
        bytes = 0;
    }

    private void removeFirst() {
        lease(head).release();
        leases[head] = null;
        head = (head + 1) & (leases.length - 1);
        if (--size == 0) {
            head = 0;
            if (leases.length > KEPT_CAPACITY_MAX) {
                leases = new Lease[FIRST_CAPACITY];
                spans = new int[FIRST_CAPACITY * 2];
            }
        }
    }

    private void grow() {
        @Nullable Lease[] more = new Lease[leases.length * 2];
        int[] moreSpans = new int[spans.length * 2];
        for (int i = 0; i < size; i++) {
            int slot = slot(i);
            more[i] = leases[slot];
            moreSpans[i * 2] = spans[slot * 2];
            moreSpans[i * 2 + 1] = spans[slot * 2 + 1];
        }
        Arrays.fill(leases, null);
        leases = more;
        spans = moreSpans;
        head = 0;
    }

    private int slot(int index) {
        return (head + index) & (leases.length - 1);
    }

    @SuppressWarnings("NullAway") // filled between head and head + size
    private Lease lease(int slot) {
        return leases[slot];
    }
}
