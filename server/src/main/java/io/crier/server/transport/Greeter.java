package io.crier.server.transport;

import io.crier.server.telemetry.CloseReason;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** What is spoken with those who connect. */
public interface Greeter {
    /** Whether they are clients of HTTP. */
    boolean web();

    /** Who may connect. */
    Admission admission();

    /**
     * Begins to speak on a connection, on its loop.
     *
     * @param refusal why it may not stay; null if it may
     */
    void greet(Channel channel, CloseReason.@Nullable Kind refusal);
}
