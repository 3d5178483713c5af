package io.crier.server.simulator;

import io.crier.protocol.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One request of a client, what has to be answered, and when the server had all of it. */
final class Question {
    final List<byte[]> words;
    final List<Expected> expected;

    /** In which dialect it is answered, and spoken from then on. */
    final Dialect dialect;

    /** Where its last byte stands in what the client sends. */
    long end;

    long fedStep = Publish.NEVER;

    Question(List<byte[]> words, List<Expected> expected, Dialect dialect) {
        this.words = words;
        this.expected = expected;
        this.dialect = dialect;
    }

    boolean is(String command) {
        return verb().equals(command);
    }

    String verb() {
        return new String(words.getFirst(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (byte[] word : words) {
            String readable =
                    new String(word, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
            text.append(
                            readable.length() > 30
                                    ? readable.substring(0, 30) + "…" + word.length
                                    : readable)
                    .append(' ');
        }
        return text.toString().trim();
    }
}
