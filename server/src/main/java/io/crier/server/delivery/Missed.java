package io.crier.server.delivery;

import io.crier.server.settings.SlowPolicy;
import io.crier.server.threading.OnLoop;

/** What was skipped for one subscriber since it connected, and by which policy last. */
@OnLoop
final class Missed {
    private final LoopDelivery delivery;
    private long messages;
    private SlowPolicy policy = SlowPolicy.DISCONNECT;

    Missed(LoopDelivery delivery) {
        this.delivery = delivery;
    }

    void add(Topic topic, int count) {
        messages += count;
        delivery.skipped(topic, count);
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
