package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which channels keep history, and how much of it: the first rule that matches. */
public record HistoryRules(List<Rule> rules) {
    /** No limit of this kind. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    static final HistoryRules NONE = new HistoryRules(List.of());

    /**
     * What the channels keep that a glob matches: a message goes when any limit is reached.
     *
     * @param messages how many, 1 to {@link #UNLIMITED}
     * @param bytes of payloads together, 1 to {@link #UNLIMITED}
     * @param ageSeconds for how long, 1 to {@link #UNLIMITED}
     */
    public record Rule(
            Bytes pattern, long messages, long bytes, long ageSeconds, Durability durability) {
        /** What is kept where no limit is given. */
        static final long MESSAGES_DEFAULT = 1_000;

        private String words(String pattern) {
            StringBuilder words = new StringBuilder(pattern);
            boolean bare = bytes == UNLIMITED && ageSeconds == UNLIMITED;
            if (messages != UNLIMITED && !(bare && messages == MESSAGES_DEFAULT)) {
                words.append(" messages ").append(messages);
            }
            if (bytes != UNLIMITED) {
                words.append(" bytes ").append(MemorySize.withUnit(bytes));
            }
            if (ageSeconds != UNLIMITED) {
                words.append(" age ").append(TimeSpan.print(ageSeconds));
            }
            if (durability != Durability.NO) {
                words.append(" durable ").append(durability.word());
            }
            return words.toString();
        }
    }

    /** Reads a glob and its limits, one rule after another; lines add up. */
    record Type() implements RuleType<HistoryRules, Rule> {
        private static final int RULES_MAX = 64;
        private static final int PATTERN_BYTES_MAX = 1_024;

        @Override
        public Parsed<HistoryRules> parse(List<String> words, HistoryRules current) {
            List<Rule> rules = new ArrayList<>();
            List<String> all = words.equals(List.of("")) ? List.of() : words;
            for (int at = 0; at < all.size(); ) {
                RuleReader reader = new RuleReader(all, at);
                String wrong = reader.read();
                if (wrong != null) {
                    return Parsed.wrong(wrong);
                }
                rules.add(reader.rule());
                at = reader.end();
            }
            return rules.size() > RULES_MAX
                    ? Parsed.wrong("argument must have at most " + RULES_MAX + " patterns")
                    : Parsed.good(new HistoryRules(List.copyOf(rules)));
        }

        @Override
        public List<Rule> rules(HistoryRules value) {
            return value.rules;
        }

        @Override
        public String shown(Rule rule) {
            return rule.words(RawText.of(rule.pattern));
        }

        @Override
        public String line(Rule rule) {
            return rule.words(Words.quoteIfNeeded(RawText.of(rule.pattern)));
        }

        @Override
        public String allowed() {
            return "at most "
                    + RULES_MAX
                    + " times a glob of 1 to "
                    + PATTERN_BYTES_MAX
                    + " bytes and its limits: messages N, bytes SIZE, age DURATION, durable"
                    + " no|everysec|always";
        }
    }

    /** Reads one rule out of the words of a line. */
    private static final class RuleReader {
        private final List<String> words;
        private int at;
        private String pattern = "";
        private long messages = UNLIMITED;
        private long bytes = UNLIMITED;
        private long ageSeconds = UNLIMITED;
        private Durability durability = Durability.NO;

        RuleReader(List<String> words, int at) {
            this.words = words;
            this.at = at;
        }

        /** Answers why there is no rule; null if there is. */
        @Nullable String read() {
            pattern = words.get(at++);
            if (pattern.isEmpty() || pattern.length() > Type.PATTERN_BYTES_MAX) {
                return "a pattern must have 1 to " + Type.PATTERN_BYTES_MAX + " bytes";
            }
            if (pattern.indexOf(' ') >= 0) {
                return "a pattern must not have spaces; `?` stands for one";
            }
            String wrong = null;
            while (wrong == null && at < words.size() && isLimit(words.get(at))) {
                String limit = words.get(at++).toLowerCase(Locale.ROOT);
                wrong =
                        at == words.size()
                                ? "a value is missing after '" + limit + "'"
                                : take(limit, words.get(at++));
            }
            return wrong;
        }

        private static boolean isLimit(String word) {
            return Stream.of("messages", "bytes", "age", "durable")
                    .anyMatch(word::equalsIgnoreCase);
        }

        private @Nullable String take(String limit, String value) {
            return switch (limit) {
                case "messages" -> {
                    boolean number = WholeNumber.isPlainInteger(value) && value.length() < 18;
                    messages = number ? Long.parseLong(value) : 0;
                    yield messages < 1 ? "messages must be a number from 1 on" : null;
                }
                case "bytes" -> {
                    Long size = MemorySize.bytes(value);
                    bytes = size == null ? 0 : size;
                    yield bytes < 1 ? "bytes must be a memory value from 1 on" : null;
                }
                case "age" -> {
                    Long seconds = TimeSpan.seconds(value);
                    ageSeconds = seconds == null ? 0 : seconds;
                    yield seconds == null ? "age must be " + TimeSpan.ALLOWED : null;
                }
                default -> {
                    Durability named =
                            Arrays.stream(Durability.values())
                                    .filter(one -> one.word().equalsIgnoreCase(value))
                                    .findFirst()
                                    .orElse(null);
                    durability = named == null ? Durability.NO : named;
                    yield named == null ? "durable must be one of no, everysec and always" : null;
                }
            };
        }

        Rule rule() {
            boolean bare = messages == UNLIMITED && bytes == UNLIMITED && ageSeconds == UNLIMITED;
            return new Rule(
                    RawText.bytes(pattern),
                    bare ? Rule.MESSAGES_DEFAULT : messages,
                    bytes,
                    ageSeconds,
                    durability);
        }

        int end() {
            return at;
        }
    }
}
