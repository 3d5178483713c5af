package io.crier.server.settings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bytes, with a unit or without: {@code 1k} is 1000, {@code 1kb} is 1024, in any case. */
record MemorySize(long min, long max) implements ValueType<Long> {
    MemorySize(long min) {
        this(min, Long.MAX_VALUE);
    }

    @Override
    public Parsed<Long> parse(List<String> words, Long current) {
        Long bytes = bytes(words.getFirst());
        if (bytes == null) {
            return Parsed.wrong("argument must be a memory value");
        }
        return bytes < min || bytes > max
                ? Parsed.wrong("argument must be between " + min + " and " + max + " inclusive")
                : Parsed.good(bytes);
    }

    /** How many bytes {@code word} says, or null when it says none or more than a long holds. */
    static @Nullable Long bytes(String word) {
        int digits = 0;
        while (digits < word.length() && word.charAt(digits) >= '0' && word.charAt(digits) <= '9') {
            digits++;
        }
        long unit =
                switch (word.substring(digits).toLowerCase(Locale.ROOT)) {
                    case "", "b" -> 1;
                    case "k" -> 1_000;
                    case "kb" -> 1L << 10;
                    case "m" -> 1_000_000;
                    case "mb" -> 1L << 20;
                    case "g" -> 1_000_000_000;
                    case "gb" -> 1L << 30;
                    default -> 0;
                };
        if (digits == 0 || unit == 0) {
            return null;
        }
        try {
            return Math.multiplyExact(Long.parseLong(word.substring(0, digits)), unit);
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return null;
        }
    }

    /** The shortest exact way to write {@code bytes} in a file. */
    static String withUnit(long bytes) {
        if (bytes != 0) {
            if (bytes % (1L << 30) == 0) {
                return (bytes >> 30) + "gb";
            }
            if (bytes % (1L << 20) == 0) {
                return (bytes >> 20) + "mb";
            }
            if (bytes % (1L << 10) == 0) {
                return (bytes >> 10) + "kb";
            }
        }
        return Long.toString(bytes);
    }

    @Override
    public String print(Long value) {
        return Long.toString(value);
    }

    @Override
    public List<String> lines(Long value) {
        return List.of(withUnit(value));
    }

    @Override
    public String allowed() {
        String bytes = "bytes, or with a unit as in 100mb";
        if (max != Long.MAX_VALUE) {
            return bytes + "; from " + withUnit(min) + " to " + withUnit(max);
        }
        return min == 0 ? bytes : bytes + "; at least " + withUnit(min);
    }
}
