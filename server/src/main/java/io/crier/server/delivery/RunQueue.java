package io.crier.server.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Runs of bytes that wait to be written, in order: each is a stretch of a shared block. Bytes that
 * follow the last run in the same block make it longer, so a burst of messages to one subscriber is
 * one run. The first run stands in the queue itself, since most clients never have another; those
 * after it in a ring.
 */
final class RunQueue {
    private static final int FIRST_CAPACITY = 4;
    private static final int KEPT_CAPACITY_MAX = 1024;
    private static final @Nullable Lease[] NO_LEASES = {};
    private static final int[] NO_SPANS = {};

    private @Nullable Lease front;
    private int frontStart;
    private int frontEnd;

    /** Runs in the ring: all but the first. */
    private int rest;

    private int head;
    private long bytes;
    private @Nullable Lease[] leases = NO_LEASES;
    private int[] spans = NO_SPANS;

    boolean isEmpty() {
        return front == null;
    }

    int size() {
        return front == null ? 0 : 1 + rest;
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
        Lease first = front;
        if (first == null) {
            lease.retain();
            front = lease;
            frontStart = start;
            frontEnd = end;
        } else if (rest > 0) {
            addToRing(lease, start, end);
        } else if (first.block == lease.block && frontEnd == start) {
            frontEnd = end;
        } else {
            append(lease, start, end);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    private void addToRing(Lease lease, int start, int end) {
        int last = slot(rest - 1);
        if (lease(last).block == lease.block && spans[last * 2 + 1] == start) {
            spans[last * 2 + 1] = end;
        } else {
            append(lease, start, end);
        }
    }

    private void append(Lease lease, int start, int end) {
        if (rest == leases.length) {
            grow();
        }
        lease.retain();
        set(slot(rest++), lease, start, end);
    }

    private void set(int slot, Lease lease, int start, int end) {
        leases[slot] = lease;
        spans[slot * 2] = start;
        spans[slot * 2 + 1] = end;
    }

    @SuppressWarnings("NullAway") // there is a run at every index below size
    Lease leaseAt(int index) {
        return index == 0 ? front : lease(slot(index - 1));
    }

    int startAt(int index) {
        return index == 0 ? frontStart : spans[slot(index - 1) * 2];
    }

    int endAt(int index) {
        return index == 0 ? frontEnd : spans[slot(index - 1) * 2 + 1];
    }

    /** Puts a copy of a run's bytes, somewhere else, in its place. */
    void replace(int index, Lease lease, int start) {
        lease.retain();
        leaseAt(index).release();
        int end = start + endAt(index) - startAt(index);
        if (index == 0) {
            front = lease;
            frontStart = start;
            frontEnd = end;
        } else {
            set(slot(index - 1), lease, start, end);
        }
    }

    /** Forgets the first {@code written} bytes. */
    void consume(long written) {
        bytes -= written;
        long left = written;
        while (left > 0) {
            int length = frontEnd - frontStart;
            if (left < length) {
                frontStart += (int) left;
                return;
            }
            left -= length;
            removeFirst();
        }
    }

    /** Moves the first {@code length} bytes to the end of {@code other}. */
    void moveTo(RunQueue other, int length) {
        for (int left = length; left > 0; ) {
            Lease lease = leaseAt(0);
            int part = Math.min(left, frontEnd - frontStart);
            other.add(lease, frontStart, frontStart + part);
            consume(part);
            left -= part;
        }
    }

    /** Moves everything to the end of {@code other}. */
    void moveTo(RunQueue other) {
        while (front != null) {
            other.add(front, frontStart, frontEnd);
            removeFirst();
        }
        bytes = 0;
    }

    void clear() {
        while (front != null) {
            removeFirst();
        }
        bytes = 0;
    }

    private void removeFirst() {
        leaseAt(0).release();
        if (rest == 0) {
            front = null;
            return;
        }
        front = leases[head];
        frontStart = spans[head * 2];
        frontEnd = spans[head * 2 + 1];
        leases[head] = null;
        head = (head + 1) & (leases.length - 1);
        if (--rest == 0) {
            head = 0;
            if (leases.length > KEPT_CAPACITY_MAX) {
                leases = NO_LEASES;
                spans = NO_SPANS;
            }
        }
    }

    private void grow() {
        int capacity = Math.max(FIRST_CAPACITY, leases.length * 2);
        @Nullable Lease[] more = new Lease[capacity];
        int[] moreSpans = new int[capacity * 2];
        for (int i = 0; i < rest; i++) {
            int slot = slot(i);
            more[i] = leases[slot];
            moreSpans[i * 2] = spans[slot * 2];
            moreSpans[i * 2 + 1] = spans[slot * 2 + 1];
        }
        leases = more;
        spans = moreSpans;
        head = 0;
    }

    private int slot(int index) {
        return (head + index) & (leases.length - 1);
    }

    @SuppressWarnings("NullAway") // filled between head and head + rest
    private Lease lease(int slot) {
        return leases[slot];
    }
}
