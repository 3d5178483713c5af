package io.crier.server.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One publish: its channel, and where its bytes stand in a shared block, encoded once as the RESP2
 * frame that most subscribers get. Holds no reference of its own to the block: whoever keeps a
 * message keeps the block retained.
 *
 * @param kind {@link Kind#CHANNEL} or {@link Kind#SHARD}
 * @param block shared memory; the bytes of this message do not change as long as the block is
 *     retained
 * @param start where the frame begins in the block
 * @param end where the frame ends
 * @param payload where the payload begins
 * @param payloadLength bytes of the payload
 * @param from who published it, for those who are told; null if it has no name
 */
public record Message(
        Kind kind,
        Bytes channel,
        ByteBuf block,
        int start,
        int end,
        int payload,
        int payloadLength,
        @Nullable Bytes from) {
    /** A message of somebody without a name. */
    public Message(
            Kind kind,
            Bytes channel,
            ByteBuf block,
            int start,
            int end,
            int payload,
            int payloadLength) {
        this(kind, channel, block, start, end, payload, payloadLength, null);
    }

    public int frameLength() {
        return end - start;
    }
}
