package io.crier.server.simulator;

import io.crier.server.threading.Clock;
import java.time.Duration;

/**
 * Time that stands still until the simulation moves it. Both clocks go forward together; the time
 * of day also jumps, forward and back, as it does when somebody sets it.
 */
final class SimClock implements Clock {
    private static final long START_MICROS = 1_700_000_000_000_000L;

    private final Runnable asked;
    private final boolean together;
    private long nanos;
    private long setMicros;

    /**
     * @param asked runs whenever the core reads the time of day
     * @param fault {@link Fault#TIME_RUNS_BACK} lets both clocks jump
     */
    SimClock(Runnable asked, Fault fault) {
        this.asked = asked;
        this.together = fault == Fault.TIME_RUNS_BACK;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long epochMicros() {
        asked.run();
        return START_MICROS + setMicros + nanos / 1_000;
    }

    void advance(Duration time) {
        nanos += time.toNanos();
    }

    /** Sets the time of day by so much, which may be negative. */
    void set(Duration by) {
        if (together) {
            nanos += by.toNanos();
        } else {
            setMicros += by.toNanos() / 1_000;
        }
    }
}
