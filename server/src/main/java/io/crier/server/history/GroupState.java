package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.List;

/**
 * A consumer group of a channel, as it was at one moment: all that there is to keep of it.
 *
 * @param last the position up to which its consumers were given messages
 * @param read how many messages of the channel that is; {@link #UNKNOWN} where it is not known
 * @param consumers by name
 */
public record GroupState(Bytes name, long last, long read, List<ConsumerState> consumers) {
    public static final long UNKNOWN = -1;

    static GroupState of(Group group) {
        return new GroupState(
                group.name(),
                group.last(),
                group.read(),
                group.consumers().values().stream().map(ConsumerState::of).toList());
    }
}
