package io.crier.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * Appends replies to a buffer in a client's dialect. One writer serves many clients of a thread:
 * {@link #to} aims it. The buffer is borrowed and grows as needed.
 */
public final class RespWriter {
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private Dialect dialect = Dialect.RESP2;

    /** Aims this writer at {@code out} and returns it. */
    public RespWriter to(ByteBuf out, Dialect dialect) {
        this.out = out;
        this.dialect = dialect;
        return this;
    }

    public ByteBuf out() {
        return out;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** {@code +text}; one byte per character (ISO 8859-1), line breaks become spaces. */
    public RespWriter simple(String text) {
        line('+', text, 0, text.length());
        return this;
    }

    /**
     * {@code -text}, where {@code text} begins with the error's code, such as {@code ERR}. One byte
     * per character (ISO 8859-1), so that {@link Request#text} comes back as it was sent. Line
     * breaks at either end are dropped, others become spaces.
     */
    public RespWriter error(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isLineBreak(text.charAt(start))) {
            start++;
        }
        while (end > start && isLineBreak(text.charAt(end - 1))) {
            end--;
        }
        line('-', text, start, end);
        return this;
    }

    public RespWriter integer(long value) {
        Decimals.writeLine(out, ':', value);
        return this;
    }

    public RespWriter bulk(byte[] bytes) {
        int index = reserveBulk('$', bytes.length);
        out.setBytes(index, bytes);
        Decimals.putLineEnd(out, index + bytes.length);
        return this;
    }

    /** Bytes {@code [offset, offset + length)} of {@code source}. */
    public RespWriter bulk(byte[] source, int offset, int length) {
        int index = reserveBulk('$', length);
        out.setBytes(index, source, offset, length);
        Decimals.putLineEnd(out, index + length);
        return this;
    }

    /** The UTF-8 bytes of {@code text}; not for a {@link Request#text}, which is not UTF-8. */
    public RespWriter bulk(String text) {
        int length = ByteBufUtil.utf8Bytes(text);
        int index = reserveBulk('$', length);
        putUtf8(index, text);
        return this;
    }

    /** Bytes {@code [offset, offset + length)} of {@code source}, whose indexes stay. */
    public RespWriter bulk(ByteBuf source, int offset, int length) {
        int index = reserveBulk('$', length);
        out.setBytes(index, source, offset, length);
        Decimals.putLineEnd(out, index + length);
        return this;
    }

    /** No value. */
    public RespWriter nil() {
        return constant(resp3() ? Constants.NULL : Constants.NULL_BULK);
    }

    /** No value, where a RESP2 client expects an array. */
    public RespWriter nilArray() {
        return constant(resp3() ? Constants.NULL : Constants.NULL_ARRAY);
    }

    /** The head of an array; its {@code size} elements are written next. */
    public RespWriter array(int size) {
        Decimals.writeLine(out, '*', size);
        return this;
    }

    /** The head of a map; {@code pairs} times a key and a value are written next. */
    public RespWriter map(int pairs) {
        if (resp3()) {
            Decimals.writeLine(out, '%', pairs);
        } else {
            Decimals.writeLine(out, '*', 2L * pairs);
        }
        return this;
    }

    /** The head of a set; its {@code size} elements are written next. An array in RESP2. */
    public RespWriter set(int size) {
        Decimals.writeLine(out, resp3() ? '~' : '*', size);
        return this;
    }

    /** The head of a push; its {@code size} elements are written next. An array in RESP2. */
    public RespWriter push(int size) {
        Decimals.writeLine(out, resp3() ? '>' : '*', size);
        return this;
    }

    /** An integer 1 or 0 in RESP2. */
    public RespWriter bool(boolean value) {
        if (resp3()) {
            return constant(value ? Constants.TRUE : Constants.FALSE);
        }
        return integer(value ? 1 : 0);
    }

    /** A bulk in RESP2; as Redis does since 7.2, in few digits that read back as the same value. */
    public RespWriter doubleValue(double value) {
        String text = DoubleText.of(value);
        if (resp3()) {
            line(',', text, 0, text.length());
            return this;
        }
        return bulk(text);
    }

    /**
     * Text with its format; a plain bulk in RESP2.
     *
     * @param format three ASCII characters: {@code txt} or {@code mkd}
     * @throws IllegalArgumentException if {@code format} is longer or shorter
     */
    public RespWriter verbatim(String format, String text) {
        if (format.length() != 3) {
            throw new IllegalArgumentException("format: must have 3 characters, got " + format);
        }
        if (!resp3()) {
            return bulk(text);
        }
        int length = ByteBufUtil.utf8Bytes(text);
        int index = reserveBulk('=', length + 4);
        out.setCharSequence(index, format, StandardCharsets.US_ASCII);
        out.setByte(index + 3, ':');
        putUtf8(index + 4, text);
        return this;
    }

    /** Bytes that are already encoded. */
    public RespWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private boolean resp3() {
        return dialect == Dialect.RESP3;
    }

    private RespWriter constant(byte[] bytes) {
        return raw(bytes);
    }

    /** Writes the header, makes room for the rest, and returns where the content starts. */
    private int reserveBulk(char type, int length) {
        out.ensureWritable(Decimals.bulkBytes(length));
        Decimals.writeLine(out, type, length);
        int index = out.writerIndex();
        out.writerIndex(index + length + 2);
        return index;
    }

    /** By way of an array: the buffer's own encoder wants room for three bytes per character. */
    private void putUtf8(int index, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.setBytes(index, bytes);
        Decimals.putLineEnd(out, index + bytes.length);
    }

    private void line(char type, String text, int start, int end) {
        int size = end - start + 3;
        out.ensureWritable(size);
        int index = out.writerIndex();
        out.setByte(index++, type);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            out.setByte(index++, isLineBreak(c) ? ' ' : c > 0xFF ? '?' : c);
        }
        out.writerIndex(Decimals.putLineEnd(out, index));
    }

    private static boolean isLineBreak(char c) {
        return c == '\r' || c == '\n';
    }

    private static final class Constants {
        static final byte[] NULL = ascii("_\r\n");
        static final byte[] NULL_BULK = ascii("$-1\r\n");
        static final byte[] NULL_ARRAY = ascii("*-1\r\n");
        static final byte[] TRUE = ascii("#t\r\n");
        static final byte[] FALSE = ascii("#f\r\n");

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }
}
