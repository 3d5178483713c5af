package io.crier.server.telemetry;

import io.crier.server.message.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last commands that took long. Any thread may add and read. */
public final class SlowLog {
    /**
     * One command that took long.
     *
     * @param id rising, also after {@link SlowLog#clear}
     * @param words the request, shortened
     * @param address of its client
     */
    public record Entry(
            long id,
            long epochSeconds,
            long micros,
            List<Bytes> words,
            String address,
            Bytes clientName) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextId;

    /** Adds an entry and forgets the oldest beyond {@code lengthMax}. */
    public synchronized void add(
            long epochSeconds,
            long micros,
            List<Bytes> words,
            String address,
            Bytes clientName,
            long lengthMax) {
        entries.addFirst(new Entry(nextId++, epochSeconds, micros, words, address, clientName));
        while (entries.size() > lengthMax) {
            entries.removeLast();
        }
    }

    /** The newest entries, the latest first; all if there are fewer than {@code most}. */
    public synchronized List<Entry> latest(long most) {
        return entries.stream().limit(most).toList();
    }

    public synchronized int size() {
        return entries.size();
    }

    public synchronized void clear() {
        entries.clear();
    }
}
