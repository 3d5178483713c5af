package io.crier.server.history;

/** What came of something that was to be done with a group. */
public sealed interface Outcome<T> {
    /** It was done. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It was not, and nothing has changed. */
    record Refused<T>(GroupRefusal why) implements Outcome<T> {}
}
