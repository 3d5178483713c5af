package io.crier.server.settings;

import java.util.List;

/** The permissions of a file in octal digits; 0 leaves them to the process. */
record OctalMode() implements ValueType<Long> {
    @Override
    public Parsed<Long> parse(List<String> words, Long current) {
        String word = words.getFirst();
        if (word.isEmpty() || !word.chars().allMatch(c -> c >= '0' && c <= '7')) {
            return Parsed.wrong("argument couldn't be parsed as an octal number");
        }
        long value = word.length() > 8 ? Long.MAX_VALUE : Long.parseLong(word, 8);
        return value > 0777
                ? Parsed.wrong("argument must be between 0 and 777 inclusive")
                : Parsed.good(value);
    }

    @Override
    public String print(Long value) {
        return Long.toOctalString(value);
    }

    @Override
    public String allowed() {
        return "octal digits from 0 to 777";
    }
}
