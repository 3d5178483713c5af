package io.crier.server.session;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;

/**
 * Who is present on which channel, which of them may still come back, and what is still to be told
 * of it. Any thread may call; its monitor is held briefly, and nobody is called under it.
 *
 * <p>Events come out in an order that agrees with the table because they are not kept, but found:
 * an entry that was told to be otherwise than it is waits, once, for {@link #take}, which one
 * caller at a time publishes. So each name joins and leaves in turns, and whoever applies all
 * events has the table. What is undone before it was told is never told, which also bounds what
 * waits: by those who are present and those who were told to be.
 */
final class PresenceTable {
    /** So many names may still come back, on all channels; beyond it the oldest leave sooner. */
    static final int GRACES_MAX = 100_000;

    /** Bytes of their names and channels; beyond it the oldest leave sooner. */
    static final long GRACE_BYTES_MAX = 16L << 20;

    /** So many leave under one hold of the monitor because their time is over. */
    private static final int ENDED_AT_ONCE_MAX = 10_000;

    /** One name on one channel. */
    private static final class Entry {
        final Bytes channel;
        final Bytes name;
        int connections;
        boolean present;
        boolean told;
        long goneNanos;

        Entry(Bytes channel, Bytes name) {
            this.channel = channel;
            this.name = name;
        }

        int bytes() {
            return channel.length() + name.length();
        }
    }

    private final Map<Bytes, SequencedMap<Bytes, Entry>> channels = new HashMap<>();

    /** Present without a connection, in the order in which they lost it. */
    private final SequencedSet<Entry> graces = new LinkedHashSet<>();

    /** Told to be otherwise than they are, in the order in which that came about. */
    private final SequencedSet<Entry> untold = new LinkedHashSet<>();

    private long graceBytes;
    private boolean telling;

    /**
     * One connection on each of {@code on} goes from one name to another; an empty name is no name.
     *
     * @param graceNanos how long a name without connections may come back
     * @return whether the caller has to see to it that {@link #take} is called until it is empty
     */
    synchronized boolean change(
            Collection<Bytes> on, Bytes leaving, Bytes joining, long graceNanos, long nowNanos) {
        for (Bytes channel : on) {
            if (leaving.length() > 0) {
                leave(channel, leaving, graceNanos, nowNanos);
            }
            if (joining.length() > 0) {
                join(channel, joining);
            }
        }
        return mustTell();
    }

    /**
     * Who is without connections for {@code graceNanos} has left; with very many of them, the rest
     * at the next call.
     *
     * @return as {@link #change}
     */
    synchronized boolean endGraces(long graceNanos, long nowNanos) {
        for (int ended = 0; ended < ENDED_AT_ONCE_MAX && !graces.isEmpty(); ended++) {
            if (nowNanos - graces.getFirst().goneNanos < graceNanos) {
                break;
            }
            endOldestGrace();
        }
        return mustTell();
    }

    /**
     * Takes out what is to be told next; the caller tells it before it calls again. When nothing is
     * left, the next change asks its caller to go on.
     */
    synchronized List<PresenceEvent> take(int max) {
        List<PresenceEvent> events = new ArrayList<>();
        Iterator<Entry> next = untold.iterator();
        while (events.size() < max && next.hasNext()) {
            Entry entry = next.next();
            next.remove();
            entry.told = entry.present;
            events.add(new PresenceEvent(entry.channel, entry.name, entry.present));
            if (!entry.present) {
                forget(entry);
            }
        }
        telling = !events.isEmpty();
        return events;
    }

    /** The names on a channel with their connections, in the order in which they joined. */
    synchronized SequencedMap<Bytes, Integer> names(Bytes channel) {
        SequencedMap<Bytes, Integer> names = new LinkedHashMap<>();
        SequencedMap<Bytes, Entry> entries = channels.get(channel);
        if (entries != null) {
            for (Entry entry : entries.values()) {
                if (entry.present) {
                    names.put(entry.name, entry.connections);
                }
            }
        }
        return names;
    }

    /** Whether nothing is kept. */
    synchronized boolean isEmpty() {
        return channels.isEmpty() && graces.isEmpty() && untold.isEmpty() && graceBytes == 0;
    }

    private boolean mustTell() {
        if (telling || untold.isEmpty()) {
            return false;
        }
        telling = true;
        return true;
    }

    private void join(Bytes channel, Bytes name) {
        Entry entry =
                channels.computeIfAbsent(channel, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(name, _ -> new Entry(channel, name));
        entry.connections++;
        if (entry.connections == 1) {
            if (graces.remove(entry)) {
                graceBytes -= entry.bytes();
            }
            present(entry, true);
        }
    }

    private void leave(Bytes channel, Bytes name, long graceNanos, long nowNanos) {
        Entry entry = Objects.requireNonNull(entries(channel).get(name), "left, but not there");
        entry.connections--;
        if (entry.connections > 0) {
            return;
        }
        if (graceNanos == 0) {
            present(entry, false);
            return;
        }
        entry.goneNanos = nowNanos;
        graces.add(entry);
        graceBytes += entry.bytes();
        while (graces.size() > GRACES_MAX || graceBytes > GRACE_BYTES_MAX) {
            endOldestGrace();
        }
    }

    private void endOldestGrace() {
        Entry oldest = graces.removeFirst();
        graceBytes -= oldest.bytes();
        present(oldest, false);
    }

    private void present(Entry entry, boolean present) {
        entry.present = present;
        if (present != entry.told) {
            untold.add(entry);
            return;
        }
        untold.remove(entry);
        if (!present) {
            forget(entry);
        }
    }

    private void forget(Entry entry) {
        SequencedMap<Bytes, Entry> entries = entries(entry.channel);
        entries.remove(entry.name);
        if (entries.isEmpty()) {
            channels.remove(entry.channel);
        }
    }

    private SequencedMap<Bytes, Entry> entries(Bytes channel) {
        return Objects.requireNonNull(channels.get(channel), "nobody there");
    }
}
