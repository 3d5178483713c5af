package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.util.List;

/** A password of any bytes; empty is none. */
record Password() implements ValueType<Bytes> {
    @Override
    public Parsed<Bytes> parse(List<String> words, Bytes current) {
        return Parsed.good(RawText.bytes(words.getFirst()));
    }

    @Override
    public String print(Bytes value) {
        return RawText.of(value);
    }

    @Override
    public String allowed() {
        return "any bytes; empty for no password";
    }
}
