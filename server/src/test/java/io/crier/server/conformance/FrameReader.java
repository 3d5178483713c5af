package io.crier.server.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts received bytes into frames; an incomplete one stays until the rest has come. */
final class FrameReader {

    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private int cursor;

    void add(byte[] bytes, int length) {
        if (end + length > buffer.length) {
            var kept = Arrays.copyOfRange(buffer, start, end);
            buffer = Arrays.copyOf(kept, Math.max(buffer.length, 2 * (kept.length + length)));
            end = kept.length;
            start = 0;
        }
        System.arraycopy(bytes, 0, buffer, end, length);
        end += length;
    }

    /** The next complete frame, or null when more bytes are needed. */
    @Nullable Frame next() {
        cursor = start;
        var frame = frame();
        if (frame != null) {
            start = cursor;
        }
        return frame;
    }

    /** What is left of an incomplete frame. */
    String rest() {
        return text(start, end);
    }

    private @Nullable Frame frame() {
        var line = line();
        if (line == null) {
            return null;
        }
        if (line.isEmpty()) {
            throw new AssertionError("an empty line where a frame should begin");
        }
        var type = line.charAt(0);
        var text = line.substring(1);
        return switch (type) {
            case '+', '-', ':', '_', ',', '#', '(' -> Frame.line(type, text);
            case '$', '!', '=' -> blob(type, text);
            case '*', '~', '>', '%' -> aggregate(type, text);
            default -> throw new AssertionError("not a frame: " + Escapes.show(line));
        };
    }

    private @Nullable Frame blob(char type, String header) {
        if (header.equals("-1")) {
            return Frame.line(Frame.NULL_BLOB, type + header);
        }
        var length = Integer.parseInt(header);
        if (end - cursor < length + 2) {
            return null;
        }
        var text = text(cursor, cursor + length);
        cursor += length;
        if (buffer[cursor] != '\r' || buffer[cursor + 1] != '\n') {
            throw new AssertionError("a blob of " + length + " bytes does not end with CRLF");
        }
        cursor += 2;
        return Frame.line(type, text);
    }

    private @Nullable Frame aggregate(char type, String header) {
        var count = Integer.parseInt(header) * (type == '%' ? 2 : 1);
        List<Frame> parts = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            var part = frame();
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return new Frame(type, header, List.copyOf(parts));
    }

    private @Nullable String line() {
        for (var i = cursor; i + 1 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                var line = text(cursor, i);
                cursor = i + 2;
                return line;
            }
        }
        return null;
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
