package io.crier.server.session;

import io.crier.server.threading.OnLoop;

/**
 * A request of a client that waits for something to happen. The client's next requests wait as
 * well, but its connection is still read, so that its end is noticed.
 */
@OnLoop
public interface Blocked {
    /**
     * Ends the wait, with an answer that comes after what the loop does now.
     *
     * @param error whether that is an error, and not that nothing happened
     * @return false if it was answered already, or is about to be
     */
    boolean unblock(boolean error);

    /** The client is gone: nothing is answered. */
    void forget();

    /** Whether it waits for a limited time. */
    boolean timed();

    /** Bytes that it takes. */
    long memoryBytes();
}
