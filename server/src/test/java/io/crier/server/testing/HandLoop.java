package io.crier.server.testing;

import io.crier.server.threading.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop that the test runs by hand; what is scheduled is due at once. */
public final class HandLoop implements Loop {
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

    /** Runs all that is there, and what that brings. */
    public void runAll() {
        while (turn()) {}
    }

    /** Runs what is there now; answers whether there was anything. */
    public boolean turn() {
        int due = tasks.size();
        for (int i = 0; i < due; i++) {
            tasks.remove().run();
        }
        return due != 0;
    }
}
