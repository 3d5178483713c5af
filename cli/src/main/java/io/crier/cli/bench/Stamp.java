package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** How the front of each payload tells when it was due, who published it and its sequence. */
enum Stamp {
    /** As numbers, little endian. */
    BYTES(16) {
        @Override
        void write(ByteBuf out, long due, int publisher, int sequence) {
            out.writeLongLE(due).writeIntLE(publisher).writeIntLE(sequence);
        }

        @Override
        long due(ByteBuffer in, int at) {
            return in.getLong(at);
        }

        @Override
        int publisher(ByteBuffer in, int at) {
            return in.getInt(at + Long.BYTES);
        }

        @Override
        int sequence(ByteBuffer in, int at) {
            return in.getInt(at + Long.BYTES + Integer.BYTES);
        }
    },

    /** The same as letters, four bits in each, for what may carry text alone. */
    TEXT(32) {
        @Override
        void write(ByteBuf out, long due, int publisher, int sequence) {
            out.writeLongLE(letters((int) due)).writeLongLE(letters((int) (due >>> Integer.SIZE)));
            out.writeLongLE(letters(publisher)).writeLongLE(letters(sequence));
        }

        @Override
        long due(ByteBuffer in, int at) {
            long low = number(in.getLong(at)) & 0xFFFFFFFFL;
            return low | (long) number(in.getLong(at + Long.BYTES)) << Integer.SIZE;
        }

        @Override
        int publisher(ByteBuffer in, int at) {
            return number(in.getLong(at + 2 * Long.BYTES));
        }

        @Override
        int sequence(ByteBuffer in, int at) {
            return number(in.getLong(at + 3 * Long.BYTES));
        }
    };

    /** {@code '@'} in each byte; with four more bits it is one of the letters behind. */
    private static final long LETTERS = 0x4040404040404040L;

    private static final long QUADS = 0x0F0F0F0F0F0F0F0FL;
    private static final long BYTE_PAIRS = 0x00FF00FF00FF00FFL;
    private static final long HALVES = 0x0000FFFF0000FFFFL;

    private final int bytes;

    Stamp(int bytes) {
        this.bytes = bytes;
    }

    /** How long it is. */
    int bytes() {
        return bytes;
    }

    abstract void write(ByteBuf out, long due, int publisher, int sequence);

    /**
     * @param in little endian, with a stamp at {@code at}
     */
    abstract long due(ByteBuffer in, int at);

    /** See {@link #due}. */
    abstract int publisher(ByteBuffer in, int at);

    /** See {@link #due}. */
    abstract int sequence(ByteBuffer in, int at);

    private static long letters(int number) {
        long spread = number & 0xFFFFFFFFL;
        spread = (spread | spread << 16) & HALVES;
        spread = (spread | spread << 8) & BYTE_PAIRS;
        spread = (spread | spread << 4) & QUADS;
        return spread | LETTERS;
    }

    private static int number(long letters) {
        long packed = letters & QUADS;
        packed = (packed | packed >>> 4) & BYTE_PAIRS;
        packed = (packed | packed >>> 8) & HALVES;
        return (int) (packed | packed >>> 16);
    }
}
