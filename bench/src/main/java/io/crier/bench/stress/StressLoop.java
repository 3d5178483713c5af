package io.crier.bench.stress;

import io.crier.server.threading.Loop;
import java.time.Duration;
import org.jspecify.annotations.NullMarked;

/** A loop whose turns the test's actors take themselves: what is handed in is dropped. */
@NullMarked
record StressLoop(int index) implements Loop {
    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {}

    @Override
    public void schedule(Runnable task, Duration delay) {}
}
