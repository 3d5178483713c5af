package io.crier.server.history;

/** Walks over the messages of a slice, from the oldest on. */
final class SliceReader {
    private final byte[] data;
    private final int end;
    private int next;
    private int start;
    private long position;
    private int from;
    private int fromLength;
    private int payload;
    private int payloadLength;

    SliceReader(Slice slice) {
        data = slice.data();
        next = slice.start();
        end = slice.end();
        position = slice.before();
    }

    /** Goes to the next message; false behind the last one. */
    boolean next() {
        if (next == end) {
            return false;
        }
        start = next;
        position += Varint.read(data, next);
        int at = Varint.end(data, next);
        fromLength = (int) Varint.read(data, at);
        from = Varint.end(data, at);
        at = from + fromLength;
        payloadLength = (int) Varint.read(data, at);
        payload = Varint.end(data, at);
        next = payload + payloadLength;
        return true;
    }

    /** Where this message begins. */
    int start() {
        return start;
    }

    /** Where this message ends. */
    int offset() {
        return next;
    }

    byte[] data() {
        return data;
    }

    long position() {
        return position;
    }

    int from() {
        return from;
    }

    int fromLength() {
        return fromLength;
    }

    int payload() {
        return payload;
    }

    int payloadLength() {
        return payloadLength;
    }
}
