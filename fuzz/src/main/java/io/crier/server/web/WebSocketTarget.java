package io.crier.server.web;

import io.crier.fuzz.Expect;
import io.crier.server.transport.EmbeddedClient;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket through the real pipeline: what comes back are frames of JSON, as many however the
 * input is cut, and nothing stays behind. Bits of an input's first byte say whether a password is
 * needed (1), whether messages are compressed (2), and whether the lines that follow are text
 * frames of their own (4) or bytes as they come.
 */
public final class WebSocketTarget {
    private static final int BYTES_MAX = 32 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String UPGRADE =
            """
            GET /ws HTTP/1.1\r
            Host: localhost\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;
    private static final String COMPRESSED = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private WebSocketTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 1 || input.length > BYTES_MAX) {
            return;
        }
        byte[] frames = (input[0] & 4) != 0 ? framed(input) : input;
        int from = (input[0] & 4) != 0 ? 0 : 1;
        List<Integer> whole = opcodes(input[0], frames, from, frames.length + 1);
        Expect.same(whole, opcodes(input[0], frames, from, 5), "frames for the same in pieces");
    }

    /** The kinds of the frames that came back, each looked at. */
    private static List<Integer> opcodes(int flags, byte[] frames, int from, int piece) {
        try (EmbeddedWeb web = EmbeddedWeb.start(HttpTarget.settings((flags & 1) != 0))) {
            EmbeddedClient client = web.connect();
            byte[] upgrade =
                    (UPGRADE + ((flags & 2) != 0 ? COMPRESSED : "") + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            web.send(client, upgrade, 0, upgrade.length);
            String answer = new String(client.said(), StandardCharsets.ISO_8859_1);
            Expect.that(answer.startsWith("HTTP/1.1 101 "), answer);
            for (int at = from; at < frames.length; at += piece) {
                web.send(client, frames, at, Math.min(frames.length, at + piece));
            }
            List<Integer> kinds = kinds(ByteBuffer.wrap(client.said()));
            web.disconnect(client);
            return kinds;
        }
    }

    private static List<Integer> kinds(ByteBuffer said) {
        List<Integer> kinds = new ArrayList<>();
        while (said.hasRemaining()) {
            int first = said.get() & 0xFF;
            int length = said.get();
            Expect.that((first & 0xB0) == 0x80 && length >= 0, "head: " + first + " " + length);
            byte[] payload =
                    new byte
                            [length == 127
                                    ? (int) said.getLong()
                                    : length == 126 ? said.getShort() & 0xFFFF : length];
            said.get(payload);
            kinds.add(first & 0xF);
            if ((first & 0xF) == 1) {
                JSON.readTree((first & 0x40) == 0 ? payload : inflated(payload));
            }
        }
        return kinds;
    }

    private static byte[] inflated(byte[] payload) {
        try (Inflater inflater = new Inflater(true)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] piece = new byte[4096];
            for (byte[] part : List.of(payload, TAIL)) {
                inflater.setInput(part);
                for (int got = inflater.inflate(piece); got > 0; got = inflater.inflate(piece)) {
                    all.write(piece, 0, got);
                }
            }
            return all.toByteArray();
        } catch (DataFormatException broken) {
            throw new AssertionError("not deflate", broken);
        }
    }

    /**
     * Each line behind the first byte as a masked text frame; the mask of zeros leaves it plain.
     */
    private static byte[] framed(byte[] input) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        int start = 1;
        for (int at = 1; at <= input.length; at++) {
            if (at == input.length || input[at] == '\n') {
                int length = at - start;
                frames.write(0x81);
                frames.write(0x80 | 126);
                frames.write(length >> 8);
                frames.write(length);
                frames.writeBytes(new byte[4]);
                frames.write(input, start, length);
                start = at + 1;
            }
        }
        return frames.toByteArray();
    }
}
