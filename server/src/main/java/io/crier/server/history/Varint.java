package io.crier.server.history;

/** Numbers from 0 on in as few bytes as they need, seven bits each, the lowest first. */
final class Varint {
    static final int BYTES_MAX = 9;

    private Varint() {}

    static int bytes(long value) {
        return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
    }

    /** Answers where it ends. */
    static int write(byte[] data, int at, long value) {
        int next = at;
        long rest = value;
        while (rest > 0x7f) {
            data[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        data[next++] = (byte) rest;
        return next;
    }

    static long read(byte[] data, int at) {
        long value = 0;
        int next = at;
        for (int shift = 0; ; shift += 7) {
            byte part = data[next++];
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    /** Where the number ends that begins at {@code at}. */
    static int end(byte[] data, int at) {
        int next = at;
        while (data[next] < 0) {
            next++;
        }
        return next + 1;
    }
}
