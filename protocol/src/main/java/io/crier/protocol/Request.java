package io.crier.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One request: a command name and its arguments, as slices of a buffer. A request of {@link
 * RequestDecoder} is borrowed: it is valid until the next {@code decode} and only while the buffer
 * is neither released nor moved. {@link #of} and {@link #copy} make requests that own their bytes.
 */
public final class Request {
    private static final int SLICES_INITIAL = 2 * 8;

    /** A slice table larger than this is not kept for the next request. */
    private static final int SLICES_KEPT_MAX = 2 * 1024;

    private static final long CASE_BITS = 0x2020202020202020L;

    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;
    private int base;
    private int wireBytes;
    private int count;

    /** Offset (relative to the request's start) and length of each argument in turn. */
    private int[] slices = new int[SLICES_INITIAL];

    Request() {}

    /** A request that owns a copy of {@code args}, in memory that needs no release. */
    public static Request of(byte[]... args) {
        Request request = new Request();
        int total = 0;
        int wire = Decimals.digits(args.length) + 3;
        for (byte[] arg : args) {
            request.add(total, arg.length);
            total += arg.length;
            wire += Decimals.bulkBytes(arg.length);
        }
        ByteBuf bytes = Unpooled.wrappedBuffer(new byte[total]).clear();
        for (byte[] arg : args) {
            bytes.writeBytes(arg);
        }
        request.finish(bytes, 0, wire);
        return request;
    }

    /** The same request, owning its bytes, for keeping beyond the next {@code decode}. */
    public Request copy() {
        byte[][] args = new byte[count][];
        for (int i = 0; i < count; i++) {
            args[i] = bytes(i);
        }
        return of(args);
    }

    /** How many arguments there are, the command's name included; at least 1 when decoded. */
    public int count() {
        return count;
    }

    /** The buffer that {@link #offset} points into; to be read by index only. */
    public ByteBuf buffer() {
        return buffer;
    }

    /** Where argument {@code i} starts, as an absolute index into {@link #buffer}. */
    public int offset(int i) {
        return base + slices[2 * checked(i)];
    }

    /** The length of argument {@code i} in bytes. */
    public int length(int i) {
        return slices[2 * checked(i) + 1];
    }

    /** Bytes that the whole request took on the wire. */
    public long wireBytes() {
        return wireBytes;
    }

    /** The byte at {@code index} of argument {@code arg}. */
    public byte at(int arg, int index) {
        if (index < 0 || index >= length(arg)) {
            throw new IndexOutOfBoundsException("argument " + arg + " has no byte " + index);
        }
        return buffer.getByte(offset(arg) + index);
    }

    /** A copy of argument {@code i}. */
    public byte[] bytes(int i) {
        byte[] copy = new byte[length(i)];
        buffer.getBytes(offset(i), copy);
        return copy;
    }

    /** Copies argument {@code i} to the start of {@code target} and returns its length. */
    public int copyInto(int i, byte[] target) {
        int length = length(i);
        buffer.getBytes(offset(i), target, 0, length);
        return length;
    }

    /**
     * Argument {@code i} with one character per byte (ISO 8859-1), so that {@link RespWriter#error}
     * gives back the very same bytes. Allocates: for rare paths.
     */
    public String text(int i) {
        return buffer.toString(offset(i), length(i), StandardCharsets.ISO_8859_1);
    }

    /** Whether argument {@code i} is {@code lowerCaseAscii}, whatever its ASCII case. */
    public boolean is(int i, String lowerCaseAscii) {
        int length = length(i);
        if (length != lowerCaseAscii.length()) {
            return false;
        }
        int offset = offset(i);
        for (int j = 0; j < length; j++) {
            if (lower(buffer.getByte(offset + j)) != lowerCaseAscii.charAt(j)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Argument {@code i}, of up to eight bytes, in one word: the first byte lowest, each with the
     * bit set by which lower-case letters differ from upper-case ones. Equal to {@link
     * #word(String)} of letters exactly if the argument is those letters in any case; 0 for a
     * longer or empty one.
     */
    public long word(int i) {
        int length = length(i);
        if (length == 0 || length > Long.BYTES) {
            return 0;
        }
        int offset = offset(i);
        long word = 0;
        if (offset + Long.BYTES <= buffer.writerIndex()) {
            word = buffer.getLongLE(offset) & (-1L >>> (Long.SIZE - 8 * length));
        } else {
            for (int at = length - 1; at >= 0; at--) {
                word = word << 8 | (buffer.getByte(offset + at) & 0xFF);
            }
        }
        return word | (CASE_BITS >>> (Long.SIZE - 8 * length));
    }

    /**
     * What {@link #word(int)} gives for these letters; 0 if they are not just one to eight letters.
     */
    public static long word(String lowerCaseLetters) {
        int length = lowerCaseLetters.length();
        if (length == 0 || length > Long.BYTES) {
            return 0;
        }
        long word = 0;
        for (int at = length - 1; at >= 0; at--) {
            char letter = lowerCaseLetters.charAt(at);
            if (letter < 'a' || letter > 'z') {
                return 0;
            }
            word = word << 8 | letter;
        }
        return word;
    }

    /** A hash of argument {@code i} that ignores ASCII case. */
    public int hashLowerCase(int i) {
        int offset = offset(i);
        int end = offset + length(i);
        int hash = 0;
        for (int at = offset; at < end; at++) {
            hash = 31 * hash + lower(buffer.getByte(at));
        }
        return hash;
    }

    /** What {@link #hashLowerCase(int)} gives for an argument of these lower-case characters. */
    public static int hashLowerCase(String lowerCaseAscii) {
        int hash = 0;
        for (int i = 0; i < lowerCaseAscii.length(); i++) {
            hash = 31 * hash + lowerCaseAscii.charAt(i);
        }
        return hash;
    }

    /**
     * Whether argument {@code i} is a 64-bit decimal number as Redis reads one: no plus sign, no
     * space, no leading zero, no {@code -0}.
     */
    public boolean isInteger(int i) {
        return Decimals.isLong(buffer, offset(i), length(i));
    }

    /**
     * The number in argument {@code i}.
     *
     * @throws IllegalStateException if {@link #isInteger} says that it is none
     */
    public long integer(int i) {
        if (!isInteger(i)) {
            throw new IllegalStateException("argument " + i + " is not an integer");
        }
        return Decimals.parseLong(buffer, offset(i), length(i));
    }

    /** For logs and tests. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(text(i));
        }
        return text.toString();
    }

    /** Starts over; what this view showed before is gone. */
    void clear() {
        buffer = Unpooled.EMPTY_BUFFER;
        count = 0;
        if (slices.length > SLICES_KEPT_MAX) {
            slices = new int[SLICES_INITIAL];
        }
    }

    /** Adds an argument whose bytes start {@code offset} bytes after the request's start. */
    void add(int offset, int length) {
        int at = 2 * count;
        if (at == slices.length) {
            slices = Arrays.copyOf(slices, 2 * at);
        }
        slices[at] = offset;
        slices[at + 1] = length;
        count++;
    }

    void finish(ByteBuf buffer, int base, int wireBytes) {
        this.buffer = buffer;
        this.base = base;
        this.wireBytes = wireBytes;
    }

    /** Heap bytes of the slice table. */
    int tableBytes() {
        return slices.length * Integer.BYTES;
    }

    private int checked(int i) {
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("no argument " + i + " of " + count);
        }
        return i;
    }

    private static int lower(byte value) {
        return value >= 'A' && value <= 'Z' ? value | 0x20 : value & 0xFF;
    }
}
