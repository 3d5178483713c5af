package io.crier.server.delivery;

import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Puts into words for one client that messages were skipped. */
@OnLoop
@FunctionalInterface
public interface GapTeller {
    /** Tells nothing. */
    GapTeller SILENT = (_, _) -> null;

    /**
     * What the client is told where the messages would have been. Borrowed: valid until the next
     * call.
     *
     * @param channel which messages; null for several channels that are told of together
     * @param missed how many, at least 1
     * @return null if the client is not to be told
     */
    @Nullable ByteBuf tell(@Nullable Bytes channel, long missed);
}
