package io.crier.server.message;

import io.netty.buffer.ByteBuf;

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
 */
public record Message(
        Kind kind,
        Bytes channel,
        ByteBuf block,
        int start,
        int end,
        int payload,
        int payloadLength) {
    public int frameLength() {
        return end - start;
    }
}
