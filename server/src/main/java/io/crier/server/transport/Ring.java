package io.crier.server.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The kernel's io_uring, for sends that are done when the call that submits them returns. Each send
 * asks not to wait, so the kernel tries it at once and never keeps it. See io_uring(7).
 *
 * <p>One thread at a time.
 */
final class Ring implements AutoCloseable {
    /** Requests that one call can submit; a power of two. */
    static final int ENTRIES = 1024;

    /** A result: nobody can say what the socket took. */
    static final int UNKNOWN = Integer.MIN_VALUE;

    private static final int PARAMS_BYTES = 120;
    private static final int FEATURES_AT = 20;
    private static final int SQ_OFFSETS_AT = 40;
    private static final int CQ_OFFSETS_AT = 80;
    private static final int FEATURE_SINGLE_MMAP = 1;
    private static final long MAP_RINGS_AT = 0;
    private static final long MAP_REQUESTS_AT = 0x10000000L;

    private static final int REQUEST_BYTES = 64;
    private static final int COMPLETION_BYTES = 16;
    private static final long OP_SEND = 26;

    /** MSG_DONTWAIT | MSG_NOSIGNAL. */
    private static final long SEND_FLAGS = 0x40 | 0x4000;

    private static final VarHandle SHARED = JAVA_INT.varHandle();

    private final int descriptor;
    private final MemorySegment rings;
    private final MemorySegment requests;
    private final long tailAt;
    private final long completedHeadAt;
    private final long completedTailAt;
    private final long completionsAt;
    private final int completionsMask;
    private int tail;
    private int added;
    private boolean broken;

    /**
     * @throws IOException if the kernel or what confines this process does not allow it
     */
    Ring() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(PARAMS_BYTES, Long.BYTES);
            descriptor = RingCalls.setup(ENTRIES, params);
            try {
                if ((params.get(JAVA_INT, FEATURES_AT) & FEATURE_SINGLE_MMAP) == 0) {
                    throw new IOException("io_uring of a kernel before 5.4");
                }
                int entries = params.get(JAVA_INT, 0);
                int completions = params.get(JAVA_INT, 4);
                long sq = SQ_OFFSETS_AT;
                long cq = CQ_OFFSETS_AT;
                completionsAt = params.get(JAVA_INT, cq + 20);
                long arrayAt = params.get(JAVA_INT, sq + 24);
                long bytes =
                        Math.max(
                                completionsAt + (long) completions * COMPLETION_BYTES,
                                arrayAt + (long) entries * Integer.BYTES);
                rings = RingCalls.map(descriptor, bytes, MAP_RINGS_AT);
                requests =
                        RingCalls.map(descriptor, (long) entries * REQUEST_BYTES, MAP_REQUESTS_AT);
                tailAt = params.get(JAVA_INT, sq + 4);
                completedHeadAt = params.get(JAVA_INT, cq);
                completedTailAt = params.get(JAVA_INT, cq + 4);
                completionsMask = rings.get(JAVA_INT, params.get(JAVA_INT, cq + 8));
                for (int i = 0; i < entries; i++) {
                    rings.set(JAVA_INT, arrayAt + (long) i * Integer.BYTES, i);
                }
            } catch (IOException | RuntimeException failed) {
                RingCalls.close(descriptor);
                throw failed;
            }
        }
        requests.fill((byte) 0);
    }

    /** Requests added since the last {@link #submit}. */
    int added() {
        return added;
    }

    /** Whether it can be used; once it failed it cannot. */
    boolean usable() {
        return !broken;
    }

    /** Adds a send; at most {@link #ENTRIES} before {@link #submit}. */
    void add(int socket, long address, int length) {
        long at = (long) ((tail + added) & (ENTRIES - 1)) * REQUEST_BYTES;
        requests.set(JAVA_LONG, at, OP_SEND | (long) socket << 32);
        requests.set(JAVA_LONG, at + 16, address);
        requests.set(JAVA_LONG, at + 24, length | SEND_FLAGS << 32);
        requests.set(JAVA_LONG, at + 32, added);
        added++;
    }

    /**
     * Sends all that was added, and writes for each, in its order, the bytes that its socket took,
     * or an error below 0. Those that the kernel did not come to, because it failed, took nothing;
     * of those that it took over without saying how they ended, {@link #UNKNOWN} is all there is.
     */
    void submit(int[] results) {
        int count = added;
        added = 0;
        Arrays.fill(results, 0, count, 0);
        tail += count;
        SHARED.setRelease(rings, tailAt, tail);
        int submitted = 0;
        while (submitted < count && !broken) {
            int taken = RingCalls.enter(descriptor, count - submitted, count - submitted);
            if (taken > 0) {
                submitted += taken;
            } else if (taken != -RingCalls.INTERRUPTED) {
                broken = true;
            }
        }
        Arrays.fill(results, 0, submitted, UNKNOWN);
        collect(results, submitted);
    }

    private void collect(int[] results, int expected) {
        int head = (int) SHARED.get(rings, completedHeadAt);
        for (int left = expected; left > 0; ) {
            int end = (int) SHARED.getAcquire(rings, completedTailAt);
            for (; head != end; head++, left--) {
                long at = completionsAt + (long) (head & completionsMask) * COMPLETION_BYTES;
                results[(int) rings.get(JAVA_LONG, at)] = rings.get(JAVA_INT, at + 8);
            }
            SHARED.setRelease(rings, completedHeadAt, head);
            int waited = left > 0 ? RingCalls.enter(descriptor, 0, left) : 0;
            if (waited < 0 && waited != -RingCalls.INTERRUPTED) {
                broken = true;
                return;
            }
        }
    }

    @Override
    public void close() {
        RingCalls.unmap(requests);
        RingCalls.unmap(rings);
        RingCalls.close(descriptor);
    }
}
