package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * The form in which this room holds what was written: a string with one char per byte, so that
 * quoting, escapes and passwords lose nothing.
 */
final class RawText {
    private RawText() {}

    /** The bytes of a raw string. */
    static Bytes bytes(String raw) {
        return Bytes.own(raw.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String of(Bytes bytes) {
        return of(bytes.array());
    }

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The raw form of readable text. */
    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A raw string as a reader sees it: its bytes as UTF-8. */
    static String readable(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
