package io.crier.server.settings;

import java.util.List;

/** Text in UTF-8; perhaps empty. */
record PlainText() implements ValueType<String> {
    @Override
    public Parsed<String> parse(List<String> words, String current) {
        return Parsed.good(RawText.readable(words.getFirst()));
    }

    @Override
    public String print(String value) {
        return RawText.of(value);
    }

    @Override
    public String allowed() {
        return "any text";
    }
}
