package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One of those who share the messages of a group. Guarded by the history's lock. */
final class Consumer {
    /** With its place in the group's table, beside its name, about. */
    static final int OVERHEAD_BYTES = 200;

    private final Bytes name;
    private final NavigableMap<Long, Pending> pending = new TreeMap<>();
    private long seenMillis;
    private long activeMillis;

    Consumer(Bytes name, long seenMillis, long activeMillis) {
        this.name = name;
        this.seenMillis = seenMillis;
        this.activeMillis = activeMillis;
    }

    Bytes name() {
        return name;
    }

    /** What it was given and has not acknowledged, by position. */
    NavigableMap<Long, Pending> pending() {
        return pending;
    }

    /** When it asked last; milliseconds since the epoch. */
    long seenMillis() {
        return seenMillis;
    }

    /** When it was given something last; {@link ConsumerState#NEVER} if it never was. */
    long activeMillis() {
        return activeMillis;
    }

    void seen(long millis) {
        seenMillis = millis;
    }

    void active(long millis) {
        seenMillis = millis;
        activeMillis = millis;
    }

    int memoryBytes() {
        return OVERHEAD_BYTES + name.length();
    }
}
