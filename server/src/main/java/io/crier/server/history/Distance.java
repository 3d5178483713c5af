package io.crier.server.history;

/**
 * How many messages of a channel are up to a position, counted from the first that there ever was:
 * as Redis tells it for groups, which is where the channel begins and where it ends.
 */
final class Distance {
    private Distance() {}

    /** {@link GroupState#UNKNOWN} for a position in the middle. */
    static long read(ChannelLog log, long position) {
        long added = log.added();
        if (added == 0) {
            return 0;
        }
        if (position == log.last() || (log.isEmpty() && position < log.last())) {
            return added;
        }
        if (position > log.last()) {
            return GroupState.UNKNOWN;
        }
        if (position < log.first()) {
            return added - log.count();
        }
        return position == log.first() ? added - log.count() + 1 : GroupState.UNKNOWN;
    }

    /** How many messages a group has not been given; {@link GroupState#UNKNOWN} if unknown. */
    static long lag(ChannelLog log, Group group) {
        if (log.added() == 0 || log.isEmpty()) {
            return 0;
        }
        if (group.last() < log.first()) {
            return log.count();
        }
        long read = group.read() == GroupState.UNKNOWN ? read(log, group.last()) : group.read();
        return read == GroupState.UNKNOWN ? GroupState.UNKNOWN : log.added() - read;
    }
}
