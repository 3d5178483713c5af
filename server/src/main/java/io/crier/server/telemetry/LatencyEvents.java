package io.crier.server.telemetry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moments that took longer than latency-monitor-threshold, by the kind of event. Any thread may add
 * and read.
 */
public final class LatencyEvents {
    /** Samples kept of each event. */
    public static final int SAMPLES_MAX = 160;

    /** The longest moment of one second. */
    public record Sample(long epochSeconds, long millis) {}

    /**
     * What is known of an event.
     *
     * @param samples in their order, at least one
     * @param maxMillis the longest ever
     */
    public record History(String event, List<Sample> samples, long maxMillis) {
        public Sample latest() {
            return samples.getLast();
        }
    }

    private static final class Event {
        final Deque<Sample> samples = new ArrayDeque<>();
        long maxMillis;
    }

    private final Map<String, Event> events = new TreeMap<>();

    /** Notes a moment; of those in one second the longest is kept. */
    public synchronized void add(String name, long epochSeconds, long millis) {
        Event event = events.computeIfAbsent(name, _ -> new Event());
        event.maxMillis = Math.max(event.maxMillis, millis);
        Sample last = event.samples.peekLast();
        if (last != null && last.epochSeconds == epochSeconds) {
            event.samples.removeLast();
            event.samples.addLast(new Sample(epochSeconds, Math.max(last.millis, millis)));
            return;
        }
        event.samples.addLast(new Sample(epochSeconds, millis));
        if (event.samples.size() > SAMPLES_MAX) {
            event.samples.removeFirst();
        }
    }

    /** All events, by name. */
    public synchronized List<History> all() {
        return events.entrySet().stream()
                .map(entry -> history(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What is known of one event; null for nothing. */
    public synchronized @Nullable History of(String name) {
        Event event = events.get(name);
        return event == null ? null : history(name, event);
    }

    private static History history(String name, Event event) {
        return new History(name, List.copyOf(event.samples), event.maxMillis);
    }

    /** Forgets an event; answers whether there was one. */
    public synchronized boolean reset(String name) {
        return events.remove(name) != null;
    }

    /** Forgets all events; answers how many there were. */
    public synchronized int resetAll() {
        int count = events.size();
        events.clear();
        return count;
    }
}
