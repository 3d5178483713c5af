package io.crier.server.settings;

import java.util.List;

/** One kind of value: how it is read, shown and described. All words are {@link RawText}. */
interface ValueType<T> {
    /**
     * Reads a value. {@code words} holds exactly one word unless {@link #manyWords}; {@code
     * current} is what the value replaces, for kinds that change only what is named.
     */
    Parsed<T> parse(List<String> words, T current);

    /** The value as CONFIG GET shows it. */
    String print(T value);

    /** What may be written, in words that follow "is not allowed;". */
    String allowed();

    /** Whether a line may carry several words for this kind. */
    default boolean manyWords() {
        return false;
    }

    /** Whether each line of a file adds to those before it; an empty one forgets them. */
    default boolean linesAddUp() {
        return false;
    }

    /** The value as lines of a file without the name, each already quoted; at least one. */
    default List<String> lines(T value) {
        return List.of(Words.quoteIfNeeded(print(value)));
    }
}
