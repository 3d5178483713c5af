package io.crier.server.session;

import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;

/** How replies reach a client that does not speak RESP. */
@OnLoop
public interface Voice {
    /**
     * Hands over what one command, or a burst of publishes, answered.
     *
     * @param replies whole replies and confirmations in RESP3; borrowed
     */
    void say(ByteBuf replies);
}
