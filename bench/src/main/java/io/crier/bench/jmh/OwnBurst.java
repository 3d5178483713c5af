package io.crier.bench.jmh;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.delivery.BlockWriter;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Messages that stand in a loop's own block, as publishes of its clients do, without the cost of
 * encoding them: a writer whose bytes nobody needs any more starts again at the front, where they
 * still are.
 */
public final class OwnBurst {
    private final BlockWriter writer;
    private final List<Bytes> channels;
    private final ByteBuf payload;
    private final Message[] messages;
    private ByteBuf block = Unpooled.EMPTY_BUFFER;
    private int bytes;
    private int start;

    /**
     * @param channels one for each message
     * @param payloadBytes of each message
     */
    public OwnBurst(BlockWriter writer, List<Bytes> channels, int payloadBytes) {
        this.writer = writer;
        this.channels = channels;
        this.payload = Unpooled.wrappedBuffer(Words.payload(payloadBytes));
        this.messages = new Message[channels.size()];
        for (Bytes channel : channels) {
            bytes += Frames.messageBytes(channel.length(), payloadBytes);
        }
    }

    /** The messages, standing in the block that the writer fills; to be published at once. */
    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    public Message[] stand() {
        ByteBuf room = writer.room(bytes);
        if (room == block && room.writerIndex() == start) {
            room.writerIndex(start + bytes);
        } else {
            encode(room);
        }
        return messages;
    }

    private void encode(ByteBuf room) {
        block = room;
        start = room.writerIndex();
        int length = payload.readableBytes();
        for (int i = 0; i < messages.length; i++) {
            Bytes channel = channels.get(i);
            int at = room.writerIndex();
            int payloadAt =
                    Frames.message(room, Dialect.RESP2, channel.array(), payload, 0, length);
            messages[i] =
                    new Message(
                            Kind.CHANNEL, channel, room, at, room.writerIndex(), payloadAt, length);
        }
    }

    public int size() {
        return messages.length;
    }
}
