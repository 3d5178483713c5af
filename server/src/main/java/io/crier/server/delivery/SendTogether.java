package io.crier.server.delivery;

import io.crier.server.threading.OnLoop;

/**
 * Sends to many sockets with one call of the system, where it has one for that. What is added is
 * sent at {@link #send} and never later, so the bytes need to stay in place until then only.
 */
@OnLoop
public interface SendTogether {
    /** Whether one more can be added before {@link #send}. */
    boolean hasRoom();

    /**
     * Adds bytes for a socket that takes what it can at once, and nothing otherwise.
     *
     * @param outbox is told by {@link Outbox#sentTogether} during {@link #send}
     * @param descriptor of the socket
     * @param address of the bytes in memory
     */
    void add(Outbox outbox, int descriptor, long address, int length);

    /** Sends all that was added, and tells each outbox how much of its bytes the socket took. */
    void send();
}
