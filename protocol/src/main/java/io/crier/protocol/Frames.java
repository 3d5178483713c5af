package io.crier.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The frames of publish/subscribe. A frame's size does not depend on the dialect, and its bytes
 * differ in the first one alone: {@code *} in RESP2, {@code >} in RESP3 (but for the null channel
 * of a confirmation). A delivery frame ends in its payload and a line end of two bytes.
 *
 * <p>Every method that writes appends to {@code out}, grows it if need be, leaves the indexes of a
 * source buffer alone, and returns the index in {@code out} where the payload starts.
 */
public final class Frames {
    /** What follows the payload in a delivery frame: CR LF. */
    public static final int TRAILER_BYTES = 2;

    /**
     * Bytes that channel and payload of one message may have together: a frame that carries them
     * beside a pattern of up to 1 GB must still fit a buffer.
     */
    public static final int MESSAGE_BYTES_MAX = (1 << 30) - 1024;

    private static final byte[] MESSAGE = ascii("*3\r\n$7\r\nmessage\r\n");
    private static final byte[] SMESSAGE = ascii("*3\r\n$8\r\nsmessage\r\n");
    private static final byte[] PMESSAGE = ascii("*4\r\n$8\r\npmessage\r\n");
    private static final byte[] NULL_BULK = ascii("$-1\r\n");
    private static final byte[] NULL = ascii("_\r\n");

    private Frames() {}

    /** Whether a message of these lengths can be delivered; see {@link #MESSAGE_BYTES_MAX}. */
    public static boolean fits(int channelLength, int payloadLength) {
        return (long) channelLength + payloadLength <= MESSAGE_BYTES_MAX;
    }

    /** The exact size of a {@code message} frame, in bytes. */
    public static int messageBytes(int channelLength, int payloadLength) {
        return MESSAGE.length
                + Decimals.bulkBytes(channelLength)
                + Decimals.bulkBytes(payloadLength);
    }

    /** The exact size of an {@code smessage} frame, in bytes. */
    public static int smessageBytes(int channelLength, int payloadLength) {
        return messageBytes(channelLength, payloadLength) + 1;
    }

    /** The exact size of a {@code pmessage} frame, in bytes. */
    public static int pmessageBytes(int patternLength, int channelLength, int payloadLength) {
        return PMESSAGE.length
                + Decimals.bulkBytes(patternLength)
                + Decimals.bulkBytes(channelLength)
                + Decimals.bulkBytes(payloadLength);
    }

    /** Where the payload starts in a {@code message} frame, in bytes from the frame's start. */
    public static int messagePayloadStart(int channelLength, int payloadLength) {
        return messageBytes(channelLength, payloadLength) - payloadLength - TRAILER_BYTES;
    }

    /** Appends {@code [message, channel, payload]}. */
    public static int message(
            ByteBuf out, Dialect dialect, byte[] channel, ByteBuf payload, int offset, int length) {
        int index = begin(out, dialect, MESSAGE, messageBytes(channel.length, length));
        return putPayload(out, putBulk(out, index, channel), payload, offset, length);
    }

    /**
     * Appends {@code [message, channel, payload]}, where both are slices of {@code source}, as in a
     * {@link Request} that publishes.
     */
    public static int message(
            ByteBuf out,
            Dialect dialect,
            ByteBuf source,
            int channelOffset,
            int channelLength,
            int offset,
            int length) {
        int index = begin(out, dialect, MESSAGE, messageBytes(channelLength, length));
        index = putBulk(out, index, source, channelOffset, channelLength);
        return putPayload(out, index, source, offset, length);
    }

    /**
     * The bytes of a {@code message} frame in RESP2 that come before its payload and the payload's
     * length: the same for every message of a channel, to be kept for {@link #withHead}.
     */
    public static byte[] messageHead(byte[] channel) {
        return head(MESSAGE, channel);
    }

    /** The same of an {@code smessage} frame. */
    public static byte[] smessageHead(byte[] channel) {
        return head(SMESSAGE, channel);
    }

    private static byte[] head(byte[] kind, byte[] channel) {
        byte[] head = new byte[kind.length + Decimals.bulkBytes(channel.length)];
        ByteBuf out = Unpooled.wrappedBuffer(head);
        out.setBytes(0, kind);
        putBulk(out, kind.length, channel);
        return head;
    }

    /** The exact size of a frame with this head, in bytes. */
    public static int withHeadBytes(byte[] head, int payloadLength) {
        return head.length + Decimals.bulkBytes(payloadLength);
    }

    /** Appends the frame that begins with {@code head} and carries this payload. */
    public static int withHead(ByteBuf out, byte[] head, ByteBuf payload, int offset, int length) {
        int index = begin(out, Dialect.RESP2, head, withHeadBytes(head, length));
        return putPayload(out, index, payload, offset, length);
    }

    /** Appends {@code [smessage, channel, payload]}, the delivery on a shard channel. */
    public static int smessage(
            ByteBuf out, Dialect dialect, byte[] channel, ByteBuf payload, int offset, int length) {
        int index = begin(out, dialect, SMESSAGE, smessageBytes(channel.length, length));
        return putPayload(out, putBulk(out, index, channel), payload, offset, length);
    }

    /** Appends {@code [pmessage, pattern, channel, payload]}. */
    public static int pmessage(
            ByteBuf out,
            Dialect dialect,
            byte[] pattern,
            byte[] channel,
            ByteBuf payload,
            int offset,
            int length) {
        int size = pmessageBytes(pattern.length, channel.length, length);
        int index = putBulk(out, begin(out, dialect, PMESSAGE, size), pattern);
        return putPayload(out, putBulk(out, index, channel), payload, offset, length);
    }

    /**
     * Appends the confirmation {@code [kind, channel, count]}.
     *
     * @param channel the channel or pattern; null if there was none to unsubscribe from
     * @param count the subscriptions that the client still has, of the sort that {@code kind}
     *     counts
     */
    public static void confirmation(
            ByteBuf out,
            Dialect dialect,
            Confirmation kind,
            byte @Nullable [] channel,
            long count) {
        int start = out.writerIndex();
        out.writeCharSequence(kind.head(), StandardCharsets.US_ASCII);
        out.setByte(start, first(dialect));
        if (channel == null) {
            out.writeBytes(dialect == Dialect.RESP3 ? NULL : NULL_BULK);
        } else {
            Decimals.writeLine(out, '$', channel.length);
            out.writeBytes(channel);
            out.writeShort('\r' << 8 | '\n');
        }
        Decimals.writeLine(out, ':', count);
    }

    /** Makes room for the frame, claims it, and returns the index after its head. */
    private static int begin(ByteBuf out, Dialect dialect, byte[] head, int size) {
        out.ensureWritable(size);
        int start = out.writerIndex();
        out.writerIndex(start + size);
        out.setBytes(start, head);
        if (dialect == Dialect.RESP3) {
            out.setByte(start, '>');
        }
        return start + head.length;
    }

    private static int putBulk(ByteBuf out, int index, byte[] bytes) {
        int start = Decimals.putBulkHeader(out, index, bytes.length);
        out.setBytes(start, bytes);
        return Decimals.putLineEnd(out, start + bytes.length);
    }

    private static int putBulk(ByteBuf out, int index, ByteBuf source, int offset, int length) {
        int start = Decimals.putBulkHeader(out, index, length);
        out.setBytes(start, source, offset, length);
        return Decimals.putLineEnd(out, start + length);
    }

    private static int putPayload(ByteBuf out, int index, ByteBuf source, int offset, int length) {
        int start = Decimals.putBulkHeader(out, index, length);
        out.setBytes(start, source, offset, length);
        Decimals.putLineEnd(out, start + length);
        return start;
    }

    private static char first(Dialect dialect) {
        return dialect == Dialect.RESP3 ? '>' : '*';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
