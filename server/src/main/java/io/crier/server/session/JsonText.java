package io.crier.server.session;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Small JSON objects that the server itself publishes or says. */
final class JsonText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Appends ASCII as it stands. */
    JsonText raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Appends UTF-8 as a string. */
    JsonText string(byte[] text) {
        out.write('"');
        for (byte each : text) {
            if (each >= 0 && each < ' ') {
                raw("\\u%04x".formatted((int) each));
            } else {
                if (each == '"' || each == '\\') {
                    out.write('\\');
                }
                out.write(each);
            }
        }
        out.write('"');
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
