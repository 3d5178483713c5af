package io.crier.server.session;

import io.crier.server.message.Bytes;
import java.util.List;

/**
 * What CLIENT TRACKING was told. There are no keys, so nothing is ever invalidated; it is only
 * shown again.
 *
 * @param redirect the client that invalidations would go to, 0 for this one
 * @param prefixes of keys, with {@code broadcast}
 */
public record Tracking(
        long redirect,
        boolean broadcast,
        boolean optIn,
        boolean optOut,
        boolean noLoop,
        List<Bytes> prefixes) {
    /** Bytes that a prefix takes beside its own, roughly. */
    private static final long PREFIX_BYTES = 48;

    /** Bytes that the prefixes take. */
    public long memoryBytes() {
        long bytes = 0;
        for (Bytes prefix : prefixes) {
            bytes += prefix.length() + PREFIX_BYTES;
        }
        return bytes;
    }
}
