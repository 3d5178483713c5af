package io.crier.server.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One publish: its channel, and where its bytes stand in a shared block, encoded once as the RESP2
 * frame that most subscribers get. Holds no reference of its own to the block: whoever keeps a
 * message keeps the block retained. Immutable but for its position, which the broker gives it under
 * its lock before anybody else sees it.
 */
public final class Message {
    private final Kind kind;
    private final Bytes channel;
    private final ByteBuf block;
    private final int start;
    private final int end;
    private final int payload;
    private final int payloadLength;
    private final @Nullable Bytes from;
    private final boolean kept;
    private long position = Position.NONE;
    private @Nullable Message next;

    /**
     * @param kind {@link Kind#CHANNEL} or {@link Kind#SHARD}
     * @param block shared memory; the bytes of this message do not change as long as the block is
     *     retained
     * @param start where the frame begins in the block
     * @param end where the frame ends
     * @param payload where the payload begins
     * @param payloadLength bytes of the payload
     * @param from who published it, for those who are told; null if it has no name
     * @param kept whether it becomes part of its channel's history
     */
    public Message(
            Kind kind,
            Bytes channel,
            ByteBuf block,
            int start,
            int end,
            int payload,
            int payloadLength,
            @Nullable Bytes from,
            boolean kept) {
        this.kind = kind;
        this.channel = channel;
        this.block = block;
        this.start = start;
        this.end = end;
        this.payload = payload;
        this.payloadLength = payloadLength;
        this.from = from;
        this.kept = kept;
    }

    /** A message of somebody without a name, on a channel without history. */
    public Message(
            Kind kind,
            Bytes channel,
            ByteBuf block,
            int start,
            int end,
            int payload,
            int payloadLength) {
        this(kind, channel, block, start, end, payload, payloadLength, null, false);
    }

    public Kind kind() {
        return kind;
    }

    public Bytes channel() {
        return channel;
    }

    public ByteBuf block() {
        return block;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    public int payload() {
        return payload;
    }

    public int payloadLength() {
        return payloadLength;
    }

    public @Nullable Bytes from() {
        return from;
    }

    public int frameLength() {
        return end - start;
    }

    /** Whether it becomes part of its channel's history, and has a position. */
    public boolean kept() {
        return kept;
    }

    /** Where it stands in the node's order; {@link Position#NONE} if it is not {@link #kept}. */
    public long position() {
        return position;
    }

    /** Gives it its place; called by the broker alone, once. */
    public void position(long newPosition) {
        position = newPosition;
    }

    /** The one that follows it among those that are to be kept; the broker's alone. */
    public @Nullable Message next() {
        return next;
    }

    /** Chains it; the broker's alone. */
    public void next(@Nullable Message newNext) {
        next = newNext;
    }
}
