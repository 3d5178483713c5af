package io.crier.server.command;

import io.crier.server.message.Bytes;
import java.nio.charset.StandardCharsets;

/** Words of a request as errors show them. */
final class RequestText {
    private static final int BYTES_MAX = 128;

    private RequestText() {}

    /**
     * The first bytes of a name; what would break a line of the protocol is shown as a question
     * mark.
     */
    static String shown(Bytes name) {
        int length = Math.min(name.length(), BYTES_MAX);
        StringBuilder text = new StringBuilder();
        for (char each :
                new String(name.array(), 0, length, StandardCharsets.ISO_8859_1).toCharArray()) {
            text.append(each < ' ' ? '?' : each);
        }
        return text.append(name.length() > BYTES_MAX ? "…" : "").toString();
    }
}
