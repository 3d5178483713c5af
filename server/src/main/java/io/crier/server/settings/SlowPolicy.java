package io.crier.server.settings;

/** What is done with messages for a subscriber who reads too slowly. */
public enum SlowPolicy {
    /** He is disconnected when what waits for him reaches the limit of his class, as in Redis. */
    DISCONNECT("disconnect"),
    /** The oldest that wait are skipped, so that what waits stays below the limit. */
    DROP_OLDEST("drop-oldest"),
    /** While his socket is full, only the newest of each channel waits. */
    LATEST("latest");

    private final String word;

    SlowPolicy(String word) {
        this.word = word;
    }

    /** The name in settings and metrics. */
    public String word() {
        return word;
    }
}
