package io.crier.server.settings;

import java.util.List;

/** Any text, as UTF-8. */
record Text(String allowed) implements ValueType<String> {
    @Override
    public Parsed<String> parse(List<String> words, String current) {
        return Parsed.good(RawText.readable(words.getFirst()));
    }

    @Override
    public String print(String value) {
        return RawText.of(value);
    }
}
