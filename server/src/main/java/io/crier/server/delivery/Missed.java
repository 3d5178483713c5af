package io.crier.server.delivery;

import io.crier.server.settings.SlowPolicy;
import io.crier.server.telemetry.Counters;
import io.crier.server.threading.OnLoop;

/** What was skipped for one subscriber since it connected, and by which policy last. */
@OnLoop
final class Missed {
    private final Counters counters;
    private long messages;
    private SlowPolicy policy = SlowPolicy.DISCONNECT;

    Missed(Counters counters) {
        this.counters = counters;
    }

    void add(SlowPolicy by, int count) {
        messages += count;
        counters.missed(by).add(count);
    }

    /** What waits for him now has this policy. */
    void applies(SlowPolicy newPolicy) {
        policy = newPolicy;
    }

    long messages() {
        return messages;
    }

    SlowPolicy policy() {
        return policy;
    }
}
