package io.crier.server.settings;

import java.util.List;

/** Pairs of seconds and changes after which Redis writes a snapshot. */
record SavePoints() implements ValueType<String> {
    @Override
    public Parsed<String> parse(List<String> words, String current) {
        if (words.equals(List.of("")) || words.isEmpty()) {
            return Parsed.good("");
        }
        boolean pairs =
                words.size() % 2 == 0 && words.stream().allMatch(word -> word.matches("[0-9]+"));
        return pairs
                ? Parsed.good(String.join(" ", words))
                : Parsed.wrong("Invalid save parameters");
    }

    @Override
    public String print(String value) {
        return value;
    }

    @Override
    public boolean manyWords() {
        return true;
    }

    @Override
    public String allowed() {
        return "empty, because nothing is kept on disk";
    }
}
