package io.crier.server.transport;

import io.crier.server.threading.Loop;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The only loop of a node, which runs when it is told to. What is for much later never comes. */
final class StillLoop implements Loop {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final long PATIENCE_SECONDS = 5;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread owner = Thread.currentThread();

    @Override
    public int index() {
        return 0;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == owner;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        if (delay.compareTo(SOON) <= 0) {
            tasks.add(task);
        }
    }

    /** Runs what waits, and says whether there was anything. */
    boolean run() {
        boolean any = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            any = true;
        }
        return any;
    }

    /** Waits for a task of another thread and runs it; false if none comes. */
    boolean await() {
        try {
            Runnable task = tasks.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (task != null) {
                task.run();
            }
            return task != null;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
