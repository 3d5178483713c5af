package io.crier.server.settings;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One of a few words, in any case. */
record OneOf<T>(List<T> values, Function<T, String> word) implements ValueType<T> {
    static OneOf<String> words(String... words) {
        return new OneOf<>(List.of(words), Function.identity());
    }

    @Override
    public Parsed<T> parse(List<String> words, T current) {
        return values.stream()
                .filter(value -> word.apply(value).equalsIgnoreCase(words.getFirst()))
                .findFirst()
                .map(Parsed::good)
                .orElseGet(
                        () -> Parsed.wrong("argument(s) must be one of the following: " + list()));
    }

    private String list() {
        return values.stream().map(word).collect(Collectors.joining(", "));
    }

    @Override
    public String print(T value) {
        return word.apply(value);
    }

    @Override
    public String allowed() {
        return "one of " + list();
    }
}
