package io.crier.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Origins of pages as browsers write them, {@code https://host[:port]}; or {@code *}. */
record Origins() implements ValueType<List<String>> {
    private static final int COUNT_MAX = 64;
    private static final Pattern ORIGIN =
            Pattern.compile(
                    "https?://([a-z0-9.-]{1,253}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?",
                    Pattern.CASE_INSENSITIVE);

    @Override
    public Parsed<List<String>> parse(List<String> words, List<String> current) {
        if (words.equals(List.of(""))) {
            return Parsed.good(List.of());
        }
        if (words.size() > COUNT_MAX) {
            return Parsed.wrong("at most " + COUNT_MAX + " origins are allowed");
        }
        List<String> origins = new ArrayList<>();
        for (String word : words) {
            if (!word.equals("*") && !ORIGIN.matcher(word).matches()) {
                return Parsed.wrong("must be " + allowed() + ", got '" + word + "'");
            }
            origins.add(word.toLowerCase(Locale.ROOT));
        }
        return Parsed.good(List.copyOf(origins));
    }

    @Override
    public String print(List<String> value) {
        return String.join(" ", value);
    }

    @Override
    public List<String> lines(List<String> value) {
        return List.of(value.isEmpty() ? "\"\"" : print(value));
    }

    @Override
    public boolean manyWords() {
        return true;
    }

    @Override
    public String allowed() {
        return "origins such as https://game.example or http://10.0.0.7:3000, or *";
    }
}
