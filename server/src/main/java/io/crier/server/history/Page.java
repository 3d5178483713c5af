package io.crier.server.history;

import java.util.List;

/**
 * Messages of one channel that were read at one moment, from the oldest on. Does not change, and
 * holds no lock: it may be read by any thread, however long that takes.
 */
public final class Page {
    static final Page EMPTY = new Page(List.of());

    private final List<Slice> slices;
    private final int size;

    Page(List<Slice> slices) {
        this.slices = slices;
        int messages = 0;
        for (Slice slice : slices) {
            messages += slice.count();
        }
        this.size = messages;
    }

    /** How many messages. */
    public int size() {
        return size;
    }

    List<Slice> slices() {
        return slices;
    }

    /** Reads them from the oldest on. */
    public PageReader forward() {
        return new PageReader(slices, false);
    }

    /** Reads them from the newest on. */
    public PageReader backward() {
        return new PageReader(slices.reversed(), true);
    }
}
