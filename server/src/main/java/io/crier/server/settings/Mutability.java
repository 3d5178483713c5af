package io.crier.server.settings;

/** When a setting may change. */
public enum Mutability {
    /** At any time, by CONFIG SET. */
    RUNNING("while running", ""),
    /** Only by the file and the flags. */
    START("at start", "can't set immutable config"),
    /** Only by the file and the flags, because changing it would let a client reach files. */
    PROTECTED("at start", "can't set protected config");

    private final String words;
    private final String refusal;

    Mutability(String words, String refusal) {
        this.words = words;
        this.refusal = refusal;
    }

    String words() {
        return words;
    }

    /** The text with which CONFIG SET refuses; for {@link #RUNNING} there is none. */
    String refusal() {
        return refusal;
    }
}
