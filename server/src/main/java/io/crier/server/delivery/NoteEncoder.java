package io.crier.server.delivery;

import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;

/** Frames what a client is told beside its messages; one for each form of browsers and loop. */
@OnLoop
@FunctionalInterface
public interface NoteEncoder {
    /**
     * The note in the form. Borrowed: valid until the next call.
     *
     * @param json that messages were skipped, without line breaks
     */
    ByteBuf encode(byte[] json);
}
