package io.crier.server.history;

import io.crier.server.message.Bytes;

/**
 * A message that a consumer of a group was given and has not acknowledged, as it was at one moment.
 *
 * @param givenMillis when it was given last; milliseconds since the epoch
 * @param givenTimes how often it was given
 */
public record PendingState(long position, Bytes consumer, long givenMillis, long givenTimes) {
    static PendingState of(Pending pending) {
        return new PendingState(
                pending.position(),
                pending.consumer().name(),
                pending.givenMillis(),
                pending.givenTimes());
    }
}
