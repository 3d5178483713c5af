package io.crier.server.transport;

import io.crier.server.threading.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop whose turns the test takes by hand. */
final class Turns implements Loop {
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

    /** Runs what is there now; answers whether there was anything. */
    boolean take() {
        int due = tasks.size();
        for (int i = 0; i < due; i++) {
            tasks.remove().run();
        }
        return due != 0;
    }
}
