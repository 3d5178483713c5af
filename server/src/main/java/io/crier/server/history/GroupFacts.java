package io.crier.server.history;

import io.crier.server.message.Bytes;

/**
 * What there is to tell of a group.
 *
 * @param last the position up to which its consumers were given messages
 * @param read how many messages of the channel that is; {@link GroupState#UNKNOWN} if unknown
 * @param lag how many messages nobody was given; {@link GroupState#UNKNOWN} if unknown
 */
public record GroupFacts(Bytes name, int consumers, int pending, long last, long read, long lag) {
    static GroupFacts of(ChannelLog log, Group group) {
        return new GroupFacts(
                group.name(),
                group.consumers().size(),
                group.pending().size(),
                group.last(),
                group.read(),
                Distance.lag(log, group));
    }
}
