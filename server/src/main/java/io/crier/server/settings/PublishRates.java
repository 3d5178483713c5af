package io.crier.server.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rates by users: groups of a glob, a rate as {@code 20/s} and perhaps a burst, which is the amount
 * of one second otherwise. What stands before the last word of a group is no burst if a rate
 * follows it.
 *
 * @param bytes whether amounts are bytes and take their units; counts otherwise
 */
record PublishRates(boolean bytes) implements RuleType<List<PublishRate>, PublishRate> {
    private static final int COUNT_MAX = 64;
    private static final int PATTERN_BYTES_MAX = 1_024;
    private static final long PUBLISHES_MAX = 1_000_000_000;
    private static final long BYTES_MAX = 1L << 40;
    private static final String PER_SECOND = "/s";

    @Override
    public Parsed<List<PublishRate>> parse(List<String> written, List<PublishRate> current) {
        List<String> words = written.stream().filter(word -> !word.isEmpty()).toList();
        List<PublishRate> rates = new ArrayList<>();
        int next = 0;
        while (next < words.size()) {
            String rate = word(words, next + 1);
            Long perSecond = isRate(rate) ? amount(withoutUnit(rate)) : null;
            String burst = isRate(word(words, next + 3)) ? "" : word(words, next + 2);
            Long most = burst.isEmpty() ? perSecond : amount(burst);
            if (perSecond == null || most == null) {
                return Parsed.wrong("argument must be " + allowed());
            }
            String users = words.get(next);
            if (users.length() > PATTERN_BYTES_MAX) {
                return Parsed.wrong("a pattern must have at most " + PATTERN_BYTES_MAX + " bytes");
            }
            if (users.indexOf(' ') >= 0) {
                return Parsed.wrong("a pattern must not have spaces; `?` stands for one");
            }
            put(rates, new PublishRate(RawText.bytes(users), perSecond, most));
            next += burst.isEmpty() ? 2 : 3;
        }
        return rates.size() > COUNT_MAX
                ? Parsed.wrong("argument must be at most " + COUNT_MAX + " rates")
                : Parsed.good(List.copyOf(rates));
    }

    /** What is said again of the same users replaces it where it stands. */
    private static void put(List<PublishRate> rates, PublishRate rate) {
        for (int i = 0; i < rates.size(); i++) {
            if (rates.get(i).users().equals(rate.users())) {
                rates.set(i, rate);
                return;
            }
        }
        rates.add(rate);
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }

    private static boolean isRate(String word) {
        return word.endsWith(PER_SECOND)
                && !word.startsWith(PER_SECOND)
                && word.charAt(0) >= '0'
                && word.charAt(0) <= '9';
    }

    private static String withoutUnit(String rate) {
        return rate.substring(0, rate.length() - PER_SECOND.length());
    }

    private @Nullable Long amount(String word) {
        Long amount = bytes ? MemorySize.bytes(word) : count(word);
        return amount == null || amount < 1 || amount > most() ? null : amount;
    }

    private long most() {
        return bytes ? BYTES_MAX : PUBLISHES_MAX;
    }

    private static @Nullable Long count(String word) {
        return word.length() <= 10 && WholeNumber.isPlainInteger(word) ? Long.valueOf(word) : null;
    }

    @Override
    public List<PublishRate> rules(List<PublishRate> value) {
        return value;
    }

    @Override
    public String shown(PublishRate rule) {
        return words(RawText.of(rule.users()), rule, false);
    }

    @Override
    public String line(PublishRate rule) {
        return words(Words.quoteIfNeeded(RawText.of(rule.users())), rule, bytes);
    }

    private static String words(String users, PublishRate rate, boolean units) {
        String burst = rate.burst() == rate.perSecond() ? "" : " " + shown(rate.burst(), units);
        return users + " " + shown(rate.perSecond(), units) + PER_SECOND + burst;
    }

    private static String shown(long amount, boolean units) {
        return units ? MemorySize.withUnit(amount) : Long.toString(amount);
    }

    @Override
    public String allowed() {
        return bytes
                ? "a glob of users, bytes as in 64kb/s and perhaps a burst as in 1mb; at most"
                        + " 1024gb each"
                : "a glob of users, a rate as in 20/s and perhaps a burst as in 100; at most"
                        + " 1000000000 each";
    }
}
