package io.crier.server.settings;

/** When a message of a channel with history is on disk. */
public enum Durability {
    /** Never: its history is in memory alone. */
    NO("no"),
    /** A second later at most, as with Redis' {@code appendfsync everysec}. */
    EVERYSEC("everysec"),
    /** Before its publisher is answered. */
    ALWAYS("always");

    private final String word;

    Durability(String word) {
        this.word = word;
    }

    /** The name in settings. */
    public String word() {
        return word;
    }
}
