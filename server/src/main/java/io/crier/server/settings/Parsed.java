package io.crier.server.settings;

/** What came of reading a value: the value, or why it is none. */
sealed interface Parsed<T> {
    record Good<T>(T value) implements Parsed<T> {}

    /** {@code reason} is the text with which Redis refuses the value in CONFIG SET. */
    record Wrong<T>(String reason) implements Parsed<T> {}

    static <T> Parsed<T> good(T value) {
        return new Good<>(value);
    }

    static <T> Parsed<T> wrong(String reason) {
        return new Wrong<>(reason);
    }
}
