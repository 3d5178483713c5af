package io.crier.server.simulator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was published, who stayed to the end, and which guarantees were found broken. */
final class History {
    private static final int VIOLATIONS_MAX = 50;

    private final Map<String, Publish> publishes = new LinkedHashMap<>();
    private final Set<SimClient> stayed = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    /** The time from the step behind this one on. */
    private final NavigableMap<Long, Long> nanosAfter = new TreeMap<>();

    private boolean killing;

    private @Nullable StringBuilder trace;

    /** Writes down from now on what happens. */
    void traceAll() {
        trace = new StringBuilder();
    }

    /** A line for a reader, if anybody wants one. */
    void trace(Supplier<String> line) {
        StringBuilder lines = trace;
        if (lines != null) {
            lines.append(line.get()).append('\n');
        }
    }

    /** What happened, line by line, if that was wanted. */
    String trace() {
        return String.valueOf(trace);
    }

    void add(Publish publish) {
        publishes.put(publish.id, publish);
    }

    @Nullable Publish find(String id) {
        return publishes.get(id);
    }

    Collection<Publish> publishes() {
        return publishes.values();
    }

    /** Notes a client that read everything and was never cut off. */
    void stayed(SimClient client) {
        stayed.add(client);
    }

    boolean hasStayed(SimClient client) {
        return stayed.contains(client);
    }

    /** Notes that it is this late after this step. */
    void time(long step, long nanos) {
        nanosAfter.put(step, nanos);
    }

    /** How late it was at this step, by the clock for durations. */
    long nanosAt(long step) {
        Map.Entry<Long, Long> last = nanosAfter.lowerEntry(step);
        return last == null ? 0 : last.getValue();
    }

    /** Notes that a client asked for the end of another. */
    void kill() {
        killing = true;
    }

    boolean killing() {
        return killing;
    }

    void violated(Guarantee guarantee, String evidence) {
        if (violations.size() < VIOLATIONS_MAX) {
            violations.add(new Violation(guarantee, evidence));
        }
    }

    List<Violation> violations() {
        return violations;
    }
}
