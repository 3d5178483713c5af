package io.crier.server.simulator;

import io.crier.server.threading.Clock;
import java.time.Duration;

/** Time that stands still until the simulation moves it. */
final class SimClock implements Clock {
    private static final long START_MICROS = 1_700_000_000_000_000L;

    private final Runnable asked;
    private long nanos;

    /**
     * @param asked runs whenever the core reads the time of day
     */
    SimClock(Runnable asked) {
        this.asked = asked;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long epochMicros() {
        asked.run();
        return START_MICROS + nanos / 1_000;
    }

    void advance(Duration time) {
        nanos += time.toNanos();
    }
}
