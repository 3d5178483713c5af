package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The consumer groups of one channel. Guarded by the history's lock. */
final class ChannelGroups {
    private final NavigableMap<Bytes, Group> byName = new TreeMap<>();
    private long memoryBytes;

    NavigableMap<Bytes, Group> byName() {
        return byName;
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    /** What all of them take, as far as {@link #grew} was told. */
    long memoryBytes() {
        return memoryBytes;
    }

    void grew(long bytes) {
        memoryBytes += bytes;
    }
}
