package io.crier.server.delivery;

import io.crier.server.threading.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop that the test runs by hand. */
final class TestLoop implements Loop {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public int index() {
        return 0;
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        tasks.add(task);
    }

    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
