package io.crier.server.web;

import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket frames to clients (RFC 6455, 5.2), built as bytes: since a server does not mask, every
 * subscriber of a channel gets the very same ones, and they are shared like any other push.
 */
@OnLoop
final class TextFrames {
    /** What a frame's head needs at most; JSON is written behind so many free bytes. */
    static final int HEAD_BYTES_MAX = 10;

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int TEXT = 0x1;
    private static final int CLOSE = 0x8;
    private static final int PONG = 0xA;
    private static final int PING = 0x9;

    /** What every flushed stretch of deflate ends in, and permessage-deflate leaves out. */
    private static final int FLUSH_TAIL_BYTES = 4;

    private @Nullable Deflater deflater;
    private byte[] deflated = new byte[1024];

    /** The text that was written behind {@link #HEAD_BYTES_MAX} bytes, as one frame. Borrowed. */
    ByteBuf text(JsonBytes json) {
        return framed(FINAL | TEXT, json.array(), json.length() - HEAD_BYTES_MAX);
    }

    /**
     * The same, compressed by itself (RFC 7692): nothing refers to an earlier message, so one
     * compression serves every client. Borrowed.
     */
    ByteBuf compressed(JsonBytes json) {
        Deflater compressor = deflater;
        if (compressor == null) {
            compressor = new Deflater(Deflater.BEST_SPEED, true);
            deflater = compressor;
        }
        compressor.reset();
        compressor.setInput(json.array(), HEAD_BYTES_MAX, json.length() - HEAD_BYTES_MAX);
        int at = HEAD_BYTES_MAX;
        int room;
        do {
            if (deflated.length - at < 64) {
                deflated = Arrays.copyOf(deflated, 2 * deflated.length);
            }
            room = deflated.length - at;
            int made = compressor.deflate(deflated, at, room, Deflater.SYNC_FLUSH);
            at += made;
            room -= made;
        } while (room == 0);
        return framed(FINAL | COMPRESSED | TEXT, deflated, at - HEAD_BYTES_MAX - FLUSH_TAIL_BYTES);
    }

    /** Puts the head in front of {@code length} bytes that begin at {@link #HEAD_BYTES_MAX}. */
    private static ByteBuf framed(int first, byte[] bytes, int length) {
        int start;
        if (length < 126) {
            start = HEAD_BYTES_MAX - 2;
            bytes[start + 1] = (byte) length;
        } else if (length < 1 << 16) {
            start = HEAD_BYTES_MAX - 4;
            bytes[start + 1] = 126;
            bytes[start + 2] = (byte) (length >> 8);
            bytes[start + 3] = (byte) length;
        } else {
            start = 0;
            bytes[1] = 127;
            for (int i = 0; i < Long.BYTES; i++) {
                bytes[2 + i] = (byte) ((long) length >> (8 * (7 - i)));
            }
        }
        bytes[start] = (byte) first;
        return Unpooled.wrappedBuffer(bytes, start, HEAD_BYTES_MAX - start + length);
    }

    static ByteBuf ping() {
        return control(PING, new byte[0]);
    }

    /**
     * @param payload of the ping, at most 125 bytes
     */
    static ByteBuf pong(byte[] payload) {
        return control(PONG, payload);
    }

    /**
     * Says why the connection ends: RFC 6455, 7.4.
     *
     * @param why at most 123 bytes of ASCII, for a person
     */
    static ByteBuf close(int status, String why) {
        byte[] payload = new byte[2 + why.length()];
        payload[0] = (byte) (status >> 8);
        payload[1] = (byte) status;
        byte[] text = why.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, payload, 2, text.length);
        return control(CLOSE, payload);
    }

    private static ByteBuf control(int opcode, byte[] payload) {
        byte[] bytes = new byte[HEAD_BYTES_MAX + payload.length];
        System.arraycopy(payload, 0, bytes, HEAD_BYTES_MAX, payload.length);
        return framed(FINAL | opcode, bytes, payload.length);
    }

    /** Gives back the compressor's memory. */
    void close() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }
}
