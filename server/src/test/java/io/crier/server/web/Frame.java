package io.crier.server.web;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A frame of a WebSocket (RFC 6455, 5.2).
 *
 * @param head its first byte: FIN, the reserved bits and the opcode
 * @param payload one character per byte
 */
record Frame(int head, String payload) {
    static final int FIN = 0x80;
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int BYTES_MAX = 64 << 20;

    static Frame whole(int opcode, String payload) {
        return new Frame(FIN | opcode, payload);
    }

    static Frame text(String text) {
        return whole(TEXT, utf8(text));
    }

    /** The bytes of UTF-8 as one character each. */
    static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    int opcode() {
        return head & 0xf;
    }

    boolean fin() {
        return (head & FIN) != 0;
    }

    /** Its payload as text. */
    String text() {
        return new String(payload.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The code of a close frame, 1005 where it has none. */
    int closeCode() {
        return payload.isEmpty() ? 1005 : payload.charAt(0) << 8 | payload.charAt(1);
    }

    /** As a client sends it, with a mask that is not zero. */
    byte[] masked() {
        byte[] mask = {0x37, (byte) 0xfa, 0x21, 0x3d};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length() + 14);
        begin(bytes, MASKED);
        bytes.writeBytes(mask);
        for (int i = 0; i < payload.length(); i++) {
            bytes.write(payload.charAt(i) ^ mask[i & 3]);
        }
        return bytes.toByteArray();
    }

    /** As a server sends it. */
    byte[] unmasked() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length() + 10);
        begin(bytes, 0);
        bytes.writeBytes(payload.getBytes(StandardCharsets.ISO_8859_1));
        return bytes.toByteArray();
    }

    private void begin(ByteArrayOutputStream bytes, int mask) {
        bytes.write(head);
        int length = payload.length();
        if (length < LENGTH_16) {
            bytes.write(mask | length);
        } else if (length < 1 << 16) {
            bytes.write(mask | LENGTH_16);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(mask | LENGTH_64);
            bytes.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes.write(length >> shift);
            }
        }
    }

    /** Reads one frame of a server, which masks nothing. */
    static Frame read(InputStream in) throws IOException {
        int head = in.read();
        if (head < 0) {
            throw new EOFException("no frame");
        }
        long length = in.read();
        if (length < 0 || length >= MASKED) {
            throw new IOException("a masked or broken frame: " + length);
        }
        if (length == LENGTH_16) {
            length = number(in, 2);
        } else if (length == LENGTH_64) {
            length = number(in, 8);
        }
        if (length < 0 || length > BYTES_MAX) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new EOFException("only " + payload.length + " of " + length + " bytes");
        }
        return new Frame(head, new String(payload, StandardCharsets.ISO_8859_1));
    }

    private static long number(InputStream in, int bytes) throws IOException {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | in.read();
        }
        return number;
    }
}
