package io.crier.server.session;

import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** On which channels one client is listed as present, and under which name; empty for none. */
@OnLoop
final class Attendance {
    /**
     * Channels that one client is listed on, so that a change of its name stays a small matter; on
     * more it is not listed.
     */
    static final int CHANNELS_MAX = 256;

    /** What being listed on a channel takes here and in the table, roughly. */
    private static final long BYTES_PER_CHANNEL = 300;

    private final LoopSessions loop;
    private final Set<Bytes> channels = new HashSet<>();
    private Bytes name;

    Attendance(LoopSessions loop, Bytes name) {
        this.loop = loop;
        this.name = name;
    }

    /** Is listed on these channels too. */
    void join(Collection<Bytes> more) {
        List<Bytes> joining = new ArrayList<>(more.size());
        for (Bytes channel : more) {
            if (channels.size() < CHANNELS_MAX && channels.add(channel)) {
                joining.add(channel);
            }
        }
        change(joining, Bytes.EMPTY, name);
    }

    /** Is listed no more on those of {@code some} that it was listed on. */
    void leave(Collection<Bytes> some) {
        List<Bytes> leaving = new ArrayList<>(some.size());
        for (Bytes channel : some) {
            if (channels.remove(channel)) {
                leaving.add(channel);
            }
        }
        change(leaving, name, Bytes.EMPTY);
    }

    /** Stays listed only where {@code stays} holds. */
    void leaveUnless(Predicate<Bytes> stays) {
        leave(channels.stream().filter(stays.negate()).toList());
    }

    void leaveAll() {
        change(channels, name, Bytes.EMPTY);
        channels.clear();
    }

    /** Is listed under another name. */
    void rename(Bytes newName) {
        if (!newName.equals(name)) {
            change(channels, name, newName);
            name = newName;
        }
    }

    private void change(Collection<Bytes> on, Bytes leaving, Bytes joining) {
        loop.presence().change(loop, on, leaving, joining);
    }

    long memoryBytes() {
        return channels.size() * BYTES_PER_CHANNEL;
    }
}
