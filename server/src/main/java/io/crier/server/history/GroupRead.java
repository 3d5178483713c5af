package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.List;

/**
 * A consumer of a group asks for messages.
 *
 * @param group the name that the group has in each channel
 * @param behind for each channel the position behind which the consumer's own messages are given
 *     again, or {@link #NEW}
 * @param countMax how many of each channel at most
 * @param noAck whether they need not be acknowledged
 */
public record GroupRead(
        Bytes group,
        Bytes consumer,
        List<Bytes> channels,
        List<Long> behind,
        long countMax,
        boolean noAck) {
    /** In place of a position: what nobody of the group was given yet. */
    public static final long NEW = -1;

    /** Whether the group has to remember what it gives. */
    boolean remembers() {
        return !noAck && behind.contains(NEW);
    }

    /** Whether it asks for what nobody was given alone, and so may wait for it. */
    public boolean mayWait() {
        return behind.stream().allMatch(position -> position == NEW);
    }
}
