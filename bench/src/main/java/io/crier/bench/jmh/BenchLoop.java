package io.crier.bench.jmh;

import io.crier.server.threading.Loop;
import java.time.Duration;
import java.util.ArrayDeque;

/** A loop whose thread is whoever calls {@link #runAll}. Keeps nothing but its tasks. */
public final class BenchLoop implements Loop {
    private final int index;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    public BenchLoop(int index) {
        this.index = index;
    }

    @Override
    public int index() {
        return index;
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
        throw new IllegalStateException("no timers in a benchmark");
    }

    /** Runs what was handed in, and what that hands in. */
    public void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
