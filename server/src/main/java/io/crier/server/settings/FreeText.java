package io.crier.server.settings;

import java.util.List;

/** Text whose meaning others judge. */
record FreeText(String allowed) implements ValueType<String> {
    @Override
    public Parsed<String> parse(List<String> words, String current) {
        return Parsed.good(RawText.readable(words.getFirst()));
    }

    @Override
    public String print(String value) {
        return RawText.of(value);
    }
}
