package io.crier.protocol;

import java.util.Locale;

/** What a confirmation confirms. */
public enum Confirmation {
    SUBSCRIBE,
    UNSUBSCRIBE,
    PSUBSCRIBE,
    PUNSUBSCRIBE,
    SSUBSCRIBE,
    SUNSUBSCRIBE;

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String head = "*3\r\n$" + word.length() + "\r\n" + word + "\r\n";

    /** The kind as it stands in the frame, in lower case. */
    public String word() {
        return word;
    }

    /** The frame up to its channel, in RESP2. */
    String head() {
        return head;
    }
}
