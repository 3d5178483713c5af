package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which channels have which policy for slow subscribers: the first rule that matches. */
public record SlowSubscribers(List<Rule> rules) {
    /** The policy of the channels that a glob matches. */
    public record Rule(Bytes pattern, SlowPolicy policy) {
        private String words() {
            return RawText.of(pattern) + " " + policy.word();
        }
    }

    static final SlowSubscribers NONE = new SlowSubscribers(List.of());

    /** Reads pairs of a glob and a policy; lines add up. */
    record Type() implements RuleType<SlowSubscribers, Rule> {
        private static final int RULES_MAX = 64;
        private static final int PATTERN_BYTES_MAX = 1_024;

        @Override
        public Parsed<SlowSubscribers> parse(List<String> words, SlowSubscribers current) {
            List<String> pairs = words.equals(List.of("")) ? List.of() : words;
            if (pairs.size() % 2 != 0) {
                return Parsed.wrong("argument must be pairs of a pattern and a policy");
            }
            if (pairs.size() / 2 > RULES_MAX) {
                return Parsed.wrong("argument must have at most " + RULES_MAX + " pairs");
            }
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i += 2) {
                String pattern = pairs.get(i);
                if (pattern.isEmpty() || pattern.length() > PATTERN_BYTES_MAX) {
                    return Parsed.wrong("a pattern must have 1 to " + PATTERN_BYTES_MAX + " bytes");
                }
                if (pattern.indexOf(' ') >= 0) {
                    return Parsed.wrong("a pattern must not have spaces; `?` stands for one");
                }
                SlowPolicy policy = policy(pairs.get(i + 1));
                if (policy == null) {
                    return Parsed.wrong(
                            "a policy must be one of disconnect, drop-oldest and latest");
                }
                rules.add(new Rule(RawText.bytes(pattern), policy));
            }
            return Parsed.good(new SlowSubscribers(List.copyOf(rules)));
        }

        private static @Nullable SlowPolicy policy(String word) {
            return Arrays.stream(SlowPolicy.values())
                    .filter(policy -> policy.word().equalsIgnoreCase(word))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public List<Rule> rules(SlowSubscribers value) {
            return value.rules;
        }

        @Override
        public String shown(Rule rule) {
            return rule.words();
        }

        @Override
        public String line(Rule rule) {
            return Words.quoteIfNeeded(RawText.of(rule.pattern)) + " " + rule.policy.word();
        }

        @Override
        public String allowed() {
            return "at most "
                    + RULES_MAX
                    + " pairs of a glob of 1 to "
                    + PATTERN_BYTES_MAX
                    + " bytes and a policy (disconnect, drop-oldest or latest)";
        }
    }
}
