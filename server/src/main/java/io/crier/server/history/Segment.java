package io.crier.server.history;

import io.crier.server.message.Bytes;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one channel behind each other in one array: for each the distance of its position
 * from the one before, its publisher's name and its payload, with lengths in front. What is written
 * does not change any more, so whoever has seen a stretch of it under the history's lock may read
 * it without. Written and shortened under that lock.
 */
final class Segment {
    /** Bytes that a segment takes beside its array, about. */
    static final int OVERHEAD_BYTES = 88;

    private final byte[] data;
    private final long key;
    private int end;

    /** Where the first message that is still there begins, and the position that it counts from. */
    private int head;

    private long headBefore;
    private int count;
    private long last;

    /**
     * @param first the position of the message that will be appended first
     */
    Segment(int capacity, long first) {
        data = new byte[capacity];
        key = first;
        headBefore = first;
        last = first;
    }

    /** Bytes that a message takes in a segment, at most. */
    static int bytesFor(@Nullable Bytes from, int payloadLength) {
        int fromLength = from == null ? 0 : from.length();
        return Varint.BYTES_MAX
                + Varint.bytes(fromLength)
                + fromLength
                + Varint.bytes(payloadLength)
                + payloadLength;
    }

    boolean hasRoom(int bytes) {
        return data.length - end >= bytes;
    }

    void append(long position, @Nullable Bytes from, ByteBuf source, int payload, int length) {
        int at = Varint.write(data, end, position - last);
        byte[] name = from == null ? Bytes.EMPTY.array() : from.array();
        at = Varint.write(data, at, name.length);
        System.arraycopy(name, 0, data, at, name.length);
        at = Varint.write(data, at + name.length, length);
        source.getBytes(payload, data, at, length);
        end = at + length;
        last = position;
        count++;
    }

    /** The position of the first message that it was given. */
    long key() {
        return key;
    }

    int count() {
        return count;
    }

    int memoryBytes() {
        return data.length + OVERHEAD_BYTES;
    }

    long last() {
        return last;
    }

    /** The position of the first message that is still there; there is one. */
    long first() {
        return headBefore + Varint.read(data, head);
    }

    /** Everything that is still there. */
    Slice all() {
        return new Slice(data, head, end, headBefore, count);
    }

    /**
     * Forgets the first message; {@link #removed} is its position then.
     *
     * @return bytes of its payload
     */
    int removeFirst() {
        headBefore += Varint.read(data, head);
        int at = Varint.end(data, head);
        at = Varint.end(data, at) + (int) Varint.read(data, at);
        int length = (int) Varint.read(data, at);
        head = Varint.end(data, at) + length;
        count--;
        return length;
    }

    /** The position of the message that was removed last; there was one. */
    long removed() {
        return headBefore;
    }
}
