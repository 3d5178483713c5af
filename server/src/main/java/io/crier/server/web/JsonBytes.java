package io.crier.server.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** JSON under construction, as bytes. Used again for the next text; grows as needed. */
final class JsonBytes {
    /** A larger table is not kept for the next text. */
    private static final int KEPT_BYTES_MAX = 256 * 1024;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[512];
    private int length;

    /** Begins anew, with {@code room} bytes in front that the caller fills. */
    JsonBytes begin(int room) {
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[512];
        }
        length = room;
        return this;
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** ASCII characters as they are. */
    @SuppressWarnings("deprecation") // what is wanted: the low byte of each character
    JsonBytes raw(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
        return this;
    }

    JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    JsonBytes number(long value) {
        return raw(Long.toString(value));
    }

    JsonBytes text(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    JsonBytes string(byte[] utf8) {
        return string(utf8, 0, utf8.length);
    }

    /** A string of bytes that are UTF-8. */
    JsonBytes string(byte[] utf8, int offset, int count) {
        reserve(6L * count + 2);
        int at = length;
        bytes[at++] = '"';
        for (int i = offset; i < offset + count; i++) {
            byte next = utf8[i];
            if (next == '"' || next == '\\') {
                bytes[at++] = '\\';
                bytes[at++] = next;
            } else if (next >= 0 && next < ' ') {
                at = control(at, next);
            } else {
                bytes[at++] = next;
            }
        }
        bytes[at++] = '"';
        length = at;
        return this;
    }

    private int control(int start, byte control) {
        int at = start;
        bytes[at++] = '\\';
        switch (control) {
            case '\n' -> bytes[at++] = 'n';
            case '\r' -> bytes[at++] = 'r';
            case '\t' -> bytes[at++] = 't';
            default -> {
                bytes[at++] = 'u';
                bytes[at++] = '0';
                bytes[at++] = '0';
                bytes[at++] = HEX[control >> 4];
                bytes[at++] = HEX[control & 0xF];
            }
        }
        return at;
    }

    JsonBytes base64(byte[] binary, int offset, int count) {
        byte[] source =
                offset == 0 && count == binary.length
                        ? binary
                        : Arrays.copyOfRange(binary, offset, offset + count);
        return raw("\"").raw(Base64.getEncoder().encode(source)).raw("\"");
    }

    private void reserve(long more) {
        if (length + more > bytes.length) {
            long wanted = Math.max(length + more, 2L * bytes.length);
            if (length + more > Integer.MAX_VALUE - 16) {
                throw new OutOfMemoryError("a message that is too large for JSON");
            }
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
        }
    }
}
