package io.crier.bench.jmh;

import io.crier.server.threading.Loop;
import java.time.Duration;

/** A loop that need not be woken, since its thread looks into its inbox by itself. */
record IdleLoop(int index) implements Loop {
    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {}

    @Override
    public void schedule(Runnable task, Duration delay) {}
}
