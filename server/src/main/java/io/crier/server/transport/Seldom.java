package io.crier.server.transport;

import io.crier.server.threading.Clock;
import java.time.Duration;

/**
 * When to log what anybody can cause again and again: once in a while, with how often it was not
 * logged. Any thread may ask.
 */
final class Seldom {
    static final Duration EVERY = Duration.ofSeconds(10);

    private final Clock clock;
    private boolean said;
    private long saidNanos;
    private long unsaid;

    Seldom(Clock clock) {
        this.clock = clock;
    }

    /** How many were not said since the last that was; -1 if it is too early for another. */
    synchronized long turn() {
        long now = clock.nanos();
        if (said && now - saidNanos < EVERY.toNanos()) {
            unsaid++;
            return -1;
        }
        said = true;
        saidNanos = now;
        long before = unsaid;
        unsaid = 0;
        return before;
    }

    /** What follows a line before which so many were not said. */
    static String andMore(long unsaid) {
        return unsaid == 0 ? "" : " (and " + unsaid + " more since the last such line)";
    }
}
