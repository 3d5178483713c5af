package io.crier.protocol;

import io.netty.buffer.ByteBuf;

/** Decimal numbers on the wire, read and written without a {@code String}. */
final class Decimals {
    /** "-9223372036854775808". */
    private static final int LONG_DIGITS_MAX = 20;

    private static final int CRLF = '\r' << 8 | '\n';

    private Decimals() {}

    /**
     * Whether the bytes are a 64-bit number in its only accepted spelling: no plus sign, no space,
     * no leading zero, no {@code -0}.
     */
    static boolean isLong(ByteBuf in, int offset, int length) {
        if (length == 0 || length > LONG_DIGITS_MAX) {
            return false;
        }
        int end = offset + length;
        boolean negative = in.getByte(offset) == '-';
        int first = negative ? offset + 1 : offset;
        if (first == end || (in.getByte(first) == '0' && length > 1)) {
            return false;
        }
        long value = 0;
        for (int i = first; i < end; i++) {
            int digit = in.getByte(i) - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
                return false;
            }
            value *= 10;
            if (value < Long.MIN_VALUE + digit) {
                return false;
            }
            value -= digit;
        }
        return negative || value != Long.MIN_VALUE;
    }

    /** The number for which {@link #isLong} answered yes. */
    static long parseLong(ByteBuf in, int offset, int length) {
        boolean negative = in.getByte(offset) == '-';
        long value = 0;
        for (int i = negative ? offset + 1 : offset; i < offset + length; i++) {
            value = value * 10 + (in.getByte(i) - '0');
        }
        return negative ? -value : value;
    }

    /** How many digits {@code value}, which is not negative, is written with. */
    static int digits(int value) {
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** The bytes of {@code $<length>CRLF<length bytes>CRLF}. */
    static int bulkBytes(int length) {
        return digits(length) + length + 5;
    }

    /** Appends {@code <type><value>CRLF}. */
    static void writeLine(ByteBuf out, char type, long value) {
        if (value >= 0 && value < 10) {
            out.writeInt(type << 24 | ('0' + (int) value) << 16 | CRLF);
            return;
        }
        boolean negative = value < 0;
        long rest = negative ? value : -value;
        int size = (negative ? 4 : 3) + digitsOfNegative(rest);
        out.ensureWritable(size);
        int start = out.writerIndex();
        int index = start + size;
        out.setShort(index - 2, CRLF);
        for (index -= 3; rest != 0; index--) {
            out.setByte(index, '0' - (int) (rest % 10));
            rest /= 10;
        }
        if (negative) {
            out.setByte(index, '-');
        }
        out.setByte(start, type);
        out.writerIndex(start + size);
    }

    /**
     * Puts {@code $<length>CRLF} at {@code index} and returns the index after it. Room for the
     * argument and its line end must follow, because up to three bytes of it may be overwritten.
     */
    static int putBulkHeader(ByteBuf out, int index, int length) {
        if (length < 10) {
            out.setInt(index, '$' << 24 | ('0' + length) << 16 | CRLF);
            return index + 4;
        }
        if (length < 100_000) {
            long word = CRLF;
            int shift = 16;
            for (int rest = length; rest != 0; rest /= 10) {
                word |= (long) ('0' + rest % 10) << shift;
                shift += 8;
            }
            word |= (long) '$' << shift;
            shift += 8;
            out.setLong(index, word << (64 - shift));
            return index + (shift >> 3);
        }
        int end = index + digits(length) + 3;
        out.setByte(index, '$');
        out.setShort(end - 2, CRLF);
        int at = end - 3;
        for (int rest = length; rest != 0; rest /= 10) {
            out.setByte(at--, '0' + rest % 10);
        }
        return end;
    }

    /** Puts a line end at {@code index} and returns the index after it. */
    static int putLineEnd(ByteBuf out, int index) {
        out.setShort(index, CRLF);
        return index + 2;
    }

    private static int digitsOfNegative(long value) {
        int digits = 1;
        for (long rest = value; rest <= -10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
