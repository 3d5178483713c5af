package io.crier.server.session;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** How replies reach a client that does not speak RESP. */
@OnLoop
public interface Voice {
    /**
     * Hands over what one command, or a burst of publishes, answered.
     *
     * @param replies whole replies and confirmations in RESP3; borrowed
     */
    void say(ByteBuf replies);

    /** What the client is told when its connection ends; null for nothing. */
    default @Nullable ByteBuf lastWord(CloseReason why) {
        return null;
    }
}
