package io.crier.server.settings;

import java.util.List;

/** {@code yes} or {@code no}, in any case. */
record YesNo() implements ValueType<Boolean> {
    @Override
    public Parsed<Boolean> parse(List<String> words, Boolean current) {
        String word = words.getFirst();
        if (word.equalsIgnoreCase("yes")) {
            return Parsed.good(true);
        }
        return word.equalsIgnoreCase("no")
                ? Parsed.good(false)
                : Parsed.wrong("argument must be 'yes' or 'no'");
    }

    @Override
    public String print(Boolean value) {
        return value ? "yes" : "no";
    }

    @Override
    public String allowed() {
        return "yes or no";
    }
}
