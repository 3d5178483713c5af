package io.crier.server.history;

/** Somebody who waits for messages of channels. */
public interface Waiter {
    /**
     * There is something for him, or nothing will ever be: he looks by himself. Called once for
     * each time that he began to wait, and then he waits no more; on any thread, without any lock;
     * must be short.
     */
    void arrived();
}
