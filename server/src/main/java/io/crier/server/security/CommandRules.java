package io.crier.server.security;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which commands may be run: a bit for each, and first words that are allowed where the command as
 * a whole is not. The rules themselves are kept in their order, so that they can be shown and
 * loaded again.
 */
final class CommandRules {
    static final String UNKNOWN = "Unknown command or category name in ACL";
    static final String SYNTAX = "Syntax error";

    private final Vocabulary vocabulary;
    private final BitSet allowed;
    private final Map<Integer, List<String>> firstWords;
    private final List<String> rules;
    private boolean everything;
    private boolean everythingFirst;

    CommandRules(Vocabulary vocabulary) {
        this(vocabulary, new BitSet(), new HashMap<>(), new ArrayList<>(), false, false);
    }

    private CommandRules(
            Vocabulary vocabulary,
            BitSet allowed,
            Map<Integer, List<String>> firstWords,
            List<String> rules,
            boolean everything,
            boolean everythingFirst) {
        this.vocabulary = vocabulary;
        this.allowed = allowed;
        this.firstWords = firstWords;
        this.rules = rules;
        this.everything = everything;
        this.everythingFirst = everythingFirst;
    }

    CommandRules copy() {
        return new CommandRules(
                vocabulary,
                (BitSet) allowed.clone(),
                new HashMap<>(firstWords),
                new ArrayList<>(rules),
                everything,
                everythingFirst);
    }

    void all(boolean allow) {
        allowed.set(0, vocabulary.size(), allow);
        firstWords.clear();
        rules.clear();
        everything = allow;
        everythingFirst = allow;
    }

    /**
     * Applies {@code +} or {@code -} with what follows it.
     *
     * @return why it cannot be applied; null if it was
     */
    @Nullable String apply(boolean allow, String rule) {
        if (RuleText.hasSpaces(rule)) {
            return SYNTAX; // in a line of a file it would be several
        }
        String name = rule.toLowerCase(Locale.ROOT);
        if (name.startsWith("@")) {
            BitSet members = vocabulary.category(name.substring(1));
            if (members == null) {
                return UNKNOWN;
            }
            set(members, allow);
            note(name, allow);
            return null;
        }
        int bar = allow ? name.lastIndexOf('|') : -1;
        return bar < 0 ? whole(allow, name) : part(name, bar);
    }

    private @Nullable String whole(boolean allow, String name) {
        int command = vocabulary.find(name);
        int bar = name.indexOf('|');
        if (command >= 0) {
            set(vocabulary.family(command), allow);
        } else if (!vocabulary.isElsewhere(bar < 0 ? name : name.substring(0, bar))) {
            return UNKNOWN;
        }
        note(name, allow);
        return null;
    }

    /** Allows a subcommand, or a command with one first word. */
    private @Nullable String part(String name, int bar) {
        String head = name.substring(0, bar);
        String word = name.substring(bar + 1);
        int command = vocabulary.find(head);
        if (command >= 0 && vocabulary.isSubcommand(command)) {
            return "Allowing first-arg of a subcommand is not supported";
        }
        if (command < 0) {
            return word.isEmpty() && vocabulary.isElsewhere(head) ? SYNTAX : whole(true, name);
        }
        if (word.isEmpty()) {
            return SYNTAX;
        }
        if (vocabulary.family(command).cardinality() > 1) {
            return whole(true, name);
        }
        List<String> words = new ArrayList<>(firstWords.getOrDefault(command, List.of()));
        if (!words.contains(word)) {
            words.add(word);
        }
        firstWords.put(command, words);
        note(name, true);
        return null;
    }

    private void set(BitSet commands, boolean allow) {
        if (allow) {
            allowed.or(commands);
        } else {
            allowed.andNot(commands);
            everything = false;
        }
        firstWords.keySet().removeIf(commands::get);
    }

    /** A rule takes the place of those that it makes void: the same one, and its subcommands. */
    private void note(String name, boolean allow) {
        rules.removeIf(rule -> rule.substring(1).equals(name) || rule.startsWith(name + "|", 1));
        rules.add((allow ? "+" : "-") + name);
    }

    boolean everything() {
        return everything;
    }

    /** Whether every request of this command is allowed. */
    boolean allows(Operation command) {
        return everything || command.always() || allowed.get(command.number());
    }

    boolean allows(Operation command, Words words) {
        if (allows(command)) {
            return true;
        }
        if (firstWords.isEmpty()) {
            return false; // and the number is not boxed, for every publish of such a user
        }
        List<String> first = firstWords.get(command.number());
        int at = vocabulary.isSubcommand(command.number()) ? 2 : 1;
        return first != null
                && words.count() > at
                && first.stream().anyMatch(word -> words.is(at, word));
    }

    /** As rules, from none or all commands on. */
    String text() {
        StringBuilder text = new StringBuilder(everythingFirst ? "+@all" : "-@all");
        rules.forEach(rule -> text.append(' ').append(rule));
        return text.toString();
    }
}
