package io.crier.server.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An amount of memory.
 *
 * @param amount bytes, or percent of maxmemory; 0 is no limit
 */
public record MemoryShare(long amount, boolean percent) {
    public static final MemoryShare UNLIMITED = new MemoryShare(0, false);

    /** The bytes this allows when the whole is {@code whole} bytes; 0 is no limit. */
    long bytesOf(long whole) {
        return percent ? whole / 100 * amount + whole % 100 * amount / 100 : amount;
    }

    /** Reads and prints shares. */
    record Type() implements ValueType<MemoryShare> {
        @Override
        public Parsed<MemoryShare> parse(List<String> words, MemoryShare current) {
            String word = words.getFirst();
            boolean percent = word.endsWith("%");
            Long amount = percent ? percentage(word) : MemorySize.bytes(word);
            if (amount == null) {
                return Parsed.wrong("argument must be a memory or percent value");
            }
            if (percent && amount > 100) {
                return Parsed.wrong("percentage argument must be less or equal to 100");
            }
            return Parsed.good(new MemoryShare(amount, percent && amount > 0));
        }

        private static @Nullable Long percentage(String word) {
            String digits = word.substring(0, word.length() - 1);
            boolean plain =
                    digits.length() <= 18
                            && WholeNumber.isPlainInteger(digits)
                            && !digits.startsWith("-");
            return plain ? Long.valueOf(digits) : null;
        }

        @Override
        public String print(MemoryShare value) {
            return value.percent ? value.amount + "%" : Long.toString(value.amount);
        }

        @Override
        public List<String> lines(MemoryShare value) {
            return List.of(value.percent ? print(value) : MemorySize.withUnit(value.amount));
        }

        @Override
        public String allowed() {
            return "bytes, or with a unit as in 100mb, or percent of maxmemory as in 5%";
        }
    }
}
