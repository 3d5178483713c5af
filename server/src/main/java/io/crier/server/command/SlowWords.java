package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.message.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A request as the slow log shows it: few words, none of them long, no password. */
final class SlowWords {
    private static final int WORDS_MAX = 32;
    private static final int WORD_BYTES_MAX = 128;
    private static final Bytes REDACTED = Bytes.of("(redacted)");

    private SlowWords() {}

    static List<Bytes> of(Request request, Command command) {
        int count = request.count();
        int shown = count > WORDS_MAX ? WORDS_MAX - 1 : count;
        List<Bytes> words = new ArrayList<>(shown + 1);
        for (int i = 0; i < shown; i++) {
            words.add(Secrets.hides(request, command, i) ? REDACTED : shortened(request.bytes(i)));
        }
        if (shown < count) {
            words.add(Bytes.of("... (" + (count - shown) + " more arguments)"));
        }
        return List.copyOf(words);
    }

    private static Bytes shortened(byte[] word) {
        if (word.length <= WORD_BYTES_MAX) {
            return Bytes.own(word);
        }
        byte[] note =
                ("... (" + (word.length - WORD_BYTES_MAX) + " more bytes)")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] both = Arrays.copyOf(word, WORD_BYTES_MAX + note.length);
        System.arraycopy(note, 0, both, WORD_BYTES_MAX, note.length);
        return Bytes.own(both);
    }
}
