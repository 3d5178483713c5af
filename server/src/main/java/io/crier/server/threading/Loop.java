package io.crier.server.threading;

import java.time.Duration;

/**
 * One event loop: a thread that runs its tasks one after another, in the order in which they were
 * handed in. Netty's in production, the simulator's in tests.
 */
public interface Loop {
    /** Which of the node's loops this is, from 0. */
    int index();

    /** Whether the calling thread is this loop's. */
    boolean inLoop();

    /**
     * Runs {@code task} on this loop after what it runs now; drops it once the loop has ended. May
     * be called from any thread.
     */
    void execute(Runnable task);

    /**
     * Runs {@code task} on this loop once, not before {@code delay} has passed. May be called from
     * any thread.
     */
    void schedule(Runnable task, Duration delay);
}
