package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.util.List;
import java.util.stream.Collectors;

/** Globs of channels; none for an empty value. Short enough that each can be compiled. */
record ChannelPatterns() implements ValueType<List<Bytes>> {
    private static final int COUNT_MAX = 64;
    private static final int BYTES_MAX = 1_024;

    @Override
    public Parsed<List<Bytes>> parse(List<String> words, List<Bytes> current) {
        List<String> patterns = words.stream().filter(word -> !word.isEmpty()).distinct().toList();
        if (patterns.size() > COUNT_MAX) {
            return Parsed.wrong("argument must be at most " + COUNT_MAX + " patterns");
        }
        for (String pattern : patterns) {
            if (pattern.length() > BYTES_MAX) {
                return Parsed.wrong("a pattern must have at most " + BYTES_MAX + " bytes");
            }
            if (pattern.indexOf(' ') >= 0) {
                return Parsed.wrong("a pattern must not have spaces; `?` stands for one");
            }
        }
        return Parsed.good(patterns.stream().map(RawText::bytes).toList());
    }

    @Override
    public String print(List<Bytes> value) {
        return value.stream().map(RawText::of).collect(Collectors.joining(" "));
    }

    @Override
    public List<String> lines(List<Bytes> value) {
        return List.of(
                value.isEmpty()
                        ? "\"\""
                        : value.stream()
                                .map(pattern -> Words.quoteIfNeeded(RawText.of(pattern)))
                                .collect(Collectors.joining(" ")));
    }

    @Override
    public boolean manyWords() {
        return true;
    }

    @Override
    public String allowed() {
        return "at most " + COUNT_MAX + " globs of at most " + BYTES_MAX + " bytes each";
    }
}
