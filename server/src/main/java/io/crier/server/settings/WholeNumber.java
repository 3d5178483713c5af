package io.crier.server.settings;

import java.util.List;

/**
 * A decimal integer.
 *
 * @param min the least that is not an error
 * @param max the most that is not an error
 * @param least what smaller values are raised to
 * @param most what larger values are lowered to
 */
record WholeNumber(long min, long max, long least, long most) implements ValueType<Long> {
    WholeNumber(long min, long max) {
        this(min, max, min, max);
    }

    WholeNumber clampedTo(long atLeast, long atMost) {
        return new WholeNumber(min, max, atLeast, atMost);
    }

    @Override
    public Parsed<Long> parse(List<String> words, Long current) {
        String word = words.getFirst();
        if (!isPlainInteger(word)) {
            return Parsed.wrong("argument couldn't be parsed into an integer");
        }
        long value;
        try {
            value = Long.parseLong(word);
        } catch (NumberFormatException tooLong) {
            return Parsed.wrong("argument couldn't be parsed into an integer");
        }
        return value < min || value > max
                ? Parsed.wrong("argument must be between " + min + " and " + max + " inclusive")
                : Parsed.good(Math.clamp(value, least, most));
    }

    /** Redis takes no sign but a minus, no leading zero and no space. */
    static boolean isPlainInteger(String word) {
        String digits = word.startsWith("-") ? word.substring(1) : word;
        return word.equals("0")
                || (!digits.isEmpty()
                        && digits.charAt(0) != '0'
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9'));
    }

    @Override
    public String print(Long value) {
        return Long.toString(value);
    }

    @Override
    public String allowed() {
        return max == Long.MAX_VALUE
                ? "an integer, " + min + " or more"
                : "an integer from " + min + " to " + max;
    }
}
