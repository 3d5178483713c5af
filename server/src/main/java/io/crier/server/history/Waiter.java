package io.crier.server.history;

/** Somebody who waits for the next message of channels. */
public interface Waiter {
    /**
     * There is one: he looks by himself. Called once for each time that he began to wait, on the
     * thread that published, without any lock; must be short.
     */
    void arrived();
}
