package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.security.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All commands, found by the bytes of a request without making a string of them. */
public final class CommandTable {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final Map<String, Command> byName = new LinkedHashMap<>();
    private final List<Command> rows = new ArrayList<>();
    private final @Nullable Command[] slots;

    /** Names of up to eight letters, which nearly all are, in one word each. */
    private final long[] words;

    private final @Nullable Command[] byWord;

    private final Vocabulary vocabulary;

    CommandTable(List<Command> commands) {
        for (Command command : commands) {
            if (byName.put(command.name(), command) != null) {
                throw new IllegalArgumentException("twice in the table: " + command.name());
            }
            number(command);
            command.subcommands().values().forEach(this::number);
        }
        slots = new Command[Integer.highestOneBit(commands.size()) * 4];
        words = new long[slots.length];
        byWord = new Command[slots.length];
        for (Command command : commands) {
            int slot = Request.hashLowerCase(command.name()) & (slots.length - 1);
            while (slots[slot] != null) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = command;
            addWord(command);
        }
        vocabulary = new RuleVocabulary(this);
    }

    /** The commands as rules speak of them. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    private void addWord(Command command) {
        long word = Request.word(command.name());
        if (word == 0) {
            return;
        }
        int slot = slotOf(word);
        while (words[slot] != 0) {
            slot = (slot + 1) & (words.length - 1);
        }
        words[slot] = word;
        byWord[slot] = command;
    }

    private int slotOf(long word) {
        return (int) ((word * MULTIPLIER) >>> 32) & (words.length - 1);
    }

    private void number(Command command) {
        command.ordinal(rows.size());
        rows.add(command);
    }

    /** The command, or container, that a request names; null for an unknown one. */
    @Nullable Command find(Request request) {
        long word = request.word(0);
        if (word != 0) {
            for (int slot = slotOf(word);
                    words[slot] != 0;
                    slot = (slot + 1) & (words.length - 1)) {
                if (words[slot] == word) {
                    return byWord[slot];
                }
            }
        }
        return findByName(request);
    }

    private @Nullable Command findByName(Request request) {
        int slot = request.hashLowerCase(0) & (slots.length - 1);
        for (Command at = slots[slot]; at != null; at = slots[slot]) {
            if (request.is(0, at.name())) {
                return at;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return null;
    }

    /**
     * The command with this name in any case, {@code client|id} for a subcommand; null for an
     * unknown one.
     */
    @Nullable Command find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int bar = lower.indexOf('|');
        Command command = byName.get(bar < 0 ? lower : lower.substring(0, bar));
        return bar < 0 || command == null
                ? command
                : command.subcommands().get(lower.substring(bar + 1));
    }

    /** The commands and containers, without subcommands, in the table's order. */
    Collection<Command> commands() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** Commands and subcommands, by ordinal. */
    List<Command> rows() {
        return Collections.unmodifiableList(rows);
    }
}
