package io.crier.server.threading;

/** The only source of time for every room, so that tests and the simulator can set it. */
public interface Clock {
    /** Nanoseconds from an arbitrary origin; never goes back. For durations. */
    long nanos();

    /**
     * Microseconds since 1970-01-01T00:00:00Z, as the machine's clock says; may go back. For
     * showing.
     */
    long epochMicros();

    /** Milliseconds since 1970-01-01T00:00:00Z; may go back. */
    default long epochMillis() {
        return epochMicros() / 1_000;
    }
}
