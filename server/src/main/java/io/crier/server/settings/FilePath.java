package io.crier.server.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** A path that this machine can have; empty where there may be none. */
record FilePath(String allowed) implements ValueType<String> {
    @Override
    public Parsed<String> parse(List<String> words, String current) {
        String path = RawText.readable(words.getFirst());
        try {
            return Parsed.good(Path.of(path).toString());
        } catch (InvalidPathException impossible) {
            return Parsed.wrong("argument must be a path");
        }
    }

    @Override
    public String print(String value) {
        return RawText.of(value);
    }
}
