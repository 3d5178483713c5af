package io.crier.server.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many publishes were refused because their user's rate was exceeded, for each of the first
 * {@value #USERS_MAX} users to whom that happened, and for all others together. Any thread may
 * count and read.
 */
public final class RefusedPublishes {
    private static final int USERS_MAX = 64;

    private final ConcurrentHashMap<String, LongAdder> users = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    /** One more of this user's. */
    public void add(String user) {
        LongAdder known = users.get(user);
        (known == null ? counter(user) : known).increment();
    }

    private synchronized LongAdder counter(String user) {
        return users.size() < USERS_MAX
                ? users.computeIfAbsent(user, first -> new LongAdder())
                : users.getOrDefault(user, others);
    }

    /** Those of each user who is counted by name, in the order of names. */
    public Map<String, Long> byUser() {
        Map<String, Long> counts = new TreeMap<>();
        users.forEach((user, count) -> counts.put(user, count.sum()));
        return counts;
    }

    /** Those of one user who is counted by name. */
    public long of(String user) {
        LongAdder count = users.get(user);
        return count == null ? 0 : count.sum();
    }

    /** Those of the users who are not counted by name. */
    public long ofOthers() {
        return others.sum();
    }

    public long total() {
        return others.sum() + users.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Forgets all. */
    synchronized void reset() {
        users.clear();
        others.reset();
    }
}
