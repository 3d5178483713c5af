package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.List;

/**
 * How much of a group is not acknowledged.
 *
 * @param first the first position of it, if there is any
 * @param last the last one
 * @param consumers who has how much, by name; without those who have nothing
 */
public record PendingSummary(int count, long first, long last, List<Share> consumers) {
    /** What one consumer has of it. */
    public record Share(Bytes consumer, int count) {}

    static PendingSummary of(Group group) {
        if (group.pending().isEmpty()) {
            return new PendingSummary(0, 0, 0, List.of());
        }
        return new PendingSummary(
                group.pending().size(),
                group.pending().firstKey(),
                group.pending().lastKey(),
                group.consumers().values().stream()
                        .filter(consumer -> !consumer.pending().isEmpty())
                        .map(consumer -> new Share(consumer.name(), consumer.pending().size()))
                        .toList());
    }
}
