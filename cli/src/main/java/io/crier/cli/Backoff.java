package io.crier.cli;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before each new attempt: doubling up to a bound, and spread at random over the
 * upper half, so that the clients of a restarted server do not all come at once.
 *
 * @param first the most that the first wait may take
 * @param max the most that any wait may take
 * @param random gives 0 to 1, without 1
 */
record Backoff(Duration first, Duration max, DoubleSupplier random) {
    private static final int DOUBLINGS_MAX = 20;

    static Backoff standard() {
        return new Backoff(
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** The wait before attempt number {@code attempt}, counted from 0. */
    Duration before(int attempt) {
        long doubled = first.toMillis() << Math.min(attempt, DOUBLINGS_MAX);
        long bounded = Math.min(doubled, max.toMillis());
        return Duration.ofMillis(bounded / 2 + (long) (random.getAsDouble() * (bounded / 2.0)));
    }
}
