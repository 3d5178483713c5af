package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a user of another one by rules: all of them, or none. */
final class UserRules {
    private static final String NO_SUCH_PASSWORD =
            "The password you are trying to remove from the user does not exist";
    private static final String NO_HASH =
            "The password hash must be exactly 64 characters and contain only lowercase hexadecimal"
                    + " characters";

    /**
     * What came of it.
     *
     * @param user null if a rule could not be applied
     * @param rule the one that could not, without its password
     * @param error why not; empty if all were applied
     */
    record Result(@Nullable User user, String rule, String error) {}

    private final Vocabulary vocabulary;
    private final boolean allChannelsFirst;
    private final Bytes name;
    private final List<PasswordHash> passwords = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private boolean enabled;
    private boolean nopass;

    /** What is said of payloads, which has no effect; empty if nothing is. */
    private String payloads = "";

    /**
     * @param allChannelsFirst whether new sets of rules allow all channels
     */
    private UserRules(Vocabulary vocabulary, boolean allChannelsFirst, Bytes name) {
        this.vocabulary = vocabulary;
        this.allChannelsFirst = allChannelsFirst;
        this.name = name;
        selectors.add(new Selector(vocabulary, allChannelsFirst));
    }

    /**
     * Applies rules to a user.
     *
     * @param before null for a new one
     */
    static Result apply(
            Vocabulary vocabulary,
            boolean allChannelsFirst,
            Bytes name,
            @Nullable User before,
            List<String> rules) {
        UserRules made = new UserRules(vocabulary, allChannelsFirst, name);
        if (before != null) {
            made.begin(before);
        }
        for (String rule : rules) {
            String error = made.apply(rule);
            if (error != null) {
                return new Result(null, RuleText.shown(rule), error);
            }
        }
        return new Result(made.user(), "", "");
    }

    private void begin(User before) {
        enabled = before.enabled();
        nopass = before.nopass();
        payloads =
                before.flagSet().stream()
                        .filter(flag -> flag.endsWith("sanitize-payload"))
                        .findFirst()
                        .orElse("");
        passwords.addAll(before.passwordHashes());
        selectors.clear();
        before.selectorList().forEach(selector -> selectors.add(selector.copy()));
    }

    private User user() {
        Set<String> flags = new LinkedHashSet<>();
        flags.add(enabled ? "on" : "off");
        if (nopass) {
            flags.add("nopass");
        }
        if (!payloads.isEmpty()) {
            flags.add(payloads);
        }
        return new User(vocabulary, name, flags, passwords, selectors);
    }

    private @Nullable String apply(String rule) {
        String lower = rule.toLowerCase(Locale.ROOT);
        switch (lower) {
            case "" -> {}
            case "on" -> enabled = true;
            case "off" -> enabled = false;
            case "nopass" -> noPassword(true);
            case "resetpass" -> noPassword(false);
            case "sanitize-payload", "skip-sanitize-payload" -> payloads = lower;
            case "clearselectors" -> selectors.subList(1, selectors.size()).clear();
            case "reset" -> reset();
            default -> {
                return applyMarked(rule);
            }
        }
        return null;
    }

    private @Nullable String applyMarked(String rule) {
        String rest = rule.substring(1);
        return switch (rule.charAt(0)) {
            case '>' -> addPassword(PasswordHash.of(RuleText.bytes(rest)));
            case '<' -> removePassword(PasswordHash.of(RuleText.bytes(rest)));
            case '#', '!' -> {
                PasswordHash hash = PasswordHash.parse(rest);
                yield hash == null
                        ? NO_HASH
                        : rule.charAt(0) == '#' ? addPassword(hash) : removePassword(hash);
            }
            case '(' -> rule.endsWith(")") ? addSelector(rule) : CommandRules.SYNTAX;
            default -> selectors.getFirst().apply(rule);
        };
    }

    private void noPassword(boolean open) {
        nopass = open;
        passwords.clear();
    }

    private @Nullable String addPassword(PasswordHash hash) {
        if (!passwords.contains(hash)) {
            passwords.add(hash);
        }
        nopass = false;
        return null;
    }

    private @Nullable String removePassword(PasswordHash hash) {
        return passwords.remove(hash) ? null : NO_SUCH_PASSWORD;
    }

    private @Nullable String addSelector(String rule) {
        Selector selector = new Selector(vocabulary, allChannelsFirst);
        for (String word : RuleText.split(rule.substring(1, rule.length() - 1))) {
            // Written again, a word that ends so would end the selector.
            String error = word.endsWith(")") ? CommandRules.SYNTAX : selector.apply(word);
            if (error != null) {
                return error;
            }
        }
        selectors.add(selector);
        return null;
    }

    private void reset() {
        enabled = false;
        noPassword(false);
        payloads = "sanitize-payload";
        selectors.clear();
        selectors.add(new Selector(vocabulary, allChannelsFirst));
    }
}
