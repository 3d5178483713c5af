package io.crier.server.delivery;

import io.crier.server.message.Bytes;
import io.crier.server.message.Message;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Puts pushes into a form that is none of RESP; one for each form and loop. */
@OnLoop
public interface PushEncoder {
    /**
     * The push of a message, to subscribers of its channel or of a pattern. Borrowed: valid until
     * the next call.
     *
     * @param pattern null for those of the channel
     */
    ByteBuf encode(@Nullable Bytes pattern, Message message);
}
