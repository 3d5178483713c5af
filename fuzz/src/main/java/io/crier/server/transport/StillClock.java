package io.crier.server.transport;

import io.crier.server.threading.Clock;

/** A clock that stands still. */
final class StillClock implements Clock {
    private static final long EPOCH_MICROS = 1_700_000_000_000_000L;

    @Override
    public long nanos() {
        return 1;
    }

    @Override
    public long epochMicros() {
        return EPOCH_MICROS;
    }
}
