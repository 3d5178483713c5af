package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.List;

/**
 * A consumer of a group, as it was at one moment.
 *
 * @param seenMillis when it asked last; milliseconds since the epoch
 * @param activeMillis when it was given something last; {@link #NEVER} if it never was
 * @param pending what it was given and has not acknowledged, by position
 */
public record ConsumerState(
        Bytes name, long seenMillis, long activeMillis, List<PendingState> pending) {
    public static final long NEVER = -1;

    static ConsumerState of(Consumer consumer) {
        return new ConsumerState(
                consumer.name(),
                consumer.seenMillis(),
                consumer.activeMillis(),
                consumer.pending().values().stream().map(PendingState::of).toList());
    }
}
