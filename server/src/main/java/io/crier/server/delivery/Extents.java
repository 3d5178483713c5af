package io.crier.server.delivery;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stretches of one block that somebody waits for: overlapping and touching ones are one. */
final class Extents {
    private final TreeMap<Integer, Integer> ends = new TreeMap<>();
    private int @Nullable [] starts;
    private @Nullable Lease[] leases = {};
    private int[] movedTo = {};

    /** Adds {@code [start, end)}; only before the first look at what is in here. */
    void add(int start, int end) {
        Integer known = ends.get(start);
        if (known != null && known >= end) {
            return;
        }
        int from = start;
        int to = end;
        Map.Entry<Integer, Integer> before = ends.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            if (before.getValue() >= end) {
                return;
            }
            from = before.getKey();
            to = Math.max(to, before.getValue());
        }
        for (Map.Entry<Integer, Integer> next = ends.ceilingEntry(from);
                next != null && next.getKey() <= to;
                next = ends.ceilingEntry(from)) {
            to = Math.max(to, next.getValue());
            ends.remove(next.getKey());
        }
        ends.put(from, to);
    }

    /** Bytes in all stretches. */
    long bytes() {
        long bytes = 0;
        for (Map.Entry<Integer, Integer> extent : ends.entrySet()) {
            bytes += extent.getValue() - extent.getKey();
        }
        return bytes;
    }

    int count() {
        return starts().length;
    }

    int start(int index) {
        return starts()[index];
    }

    int end(int index) {
        return Objects.requireNonNull(ends.get(start(index)));
    }

    private int[] starts() {
        int[] known = starts;
        if (known == null) {
            known = ends.keySet().stream().mapToInt(Integer::intValue).toArray();
            starts = known;
            leases = new Lease[known.length];
            movedTo = new int[known.length];
        }
        return known;
    }

    /** Which stretch a byte is in. */
    int containing(int at) {
        int index = Arrays.binarySearch(starts(), at);
        return index >= 0 ? index : -index - 2;
    }

    /** Notes where a stretch was copied to; holds on to it until {@link #release}. */
    void moved(int index, Lease lease, int start) {
        lease.retain();
        leases[index] = lease;
        movedTo[index] = start;
    }

    Lease lease(int index) {
        return Objects.requireNonNull(leases[index]);
    }

    int movedTo(int index) {
        return movedTo[index];
    }

    void release() {
        for (Lease lease : leases) {
            if (lease != null) {
                lease.release();
            }
        }
    }
}
