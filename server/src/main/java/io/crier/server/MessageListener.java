package io.crier.server;

import io.crier.server.message.Bytes;
import io.crier.server.telemetry.CloseReason;

/**
 * Receives the messages of one {@link Subscription}, in the order of the node, one call at a time.
 */
@FunctionalInterface
public interface MessageListener {
    /**
     * A message was published. Called on the subscription's own thread, so it may take its time;
     * but see {@link Subscription} for what becomes of a listener that is too slow for too long.
     *
     * @param channel where it was published, also for a pattern
     * @param message its bytes, as published
     */
    void onMessage(Bytes channel, Bytes message);

    /**
     * No more messages will come. The last call, on the same thread; also after {@link
     * Subscription#close}.
     */
    default void onEnd(CloseReason reason) {}
}
