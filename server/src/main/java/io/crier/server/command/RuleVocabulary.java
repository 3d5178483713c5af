package io.crier.server.command;

import io.crier.server.broker.Glob;
import io.crier.server.message.Bytes;
import io.crier.server.security.Matcher;
import io.crier.server.security.Operation;
import io.crier.server.security.Vocabulary;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of commands as rules speak of it. */
final class RuleVocabulary implements Vocabulary {
    private final CommandTable table;
    private final Map<Category, BitSet> members = new EnumMap<>(Category.class);

    RuleVocabulary(CommandTable table) {
        this.table = table;
        for (Category category : Category.values()) {
            BitSet numbers = new BitSet();
            for (Command command : table.rows()) {
                if (command.categories().contains(category)) {
                    numbers.or(family(command.ordinal()));
                }
            }
            members.put(category, numbers);
        }
    }

    @Override
    public int size() {
        return table.rows().size();
    }

    @Override
    public Operation operation(int number) {
        return table.rows().get(number).operation();
    }

    @Override
    public int find(String fullName) {
        Command command = table.find(fullName);
        return command == null ? -1 : command.ordinal();
    }

    @Override
    public boolean isSubcommand(int number) {
        return table.rows().get(number).container() != null;
    }

    @Override
    public BitSet family(int number) {
        BitSet numbers = new BitSet();
        numbers.set(number);
        table.rows()
                .get(number)
                .subcommands()
                .values()
                .forEach(subcommand -> numbers.set(subcommand.ordinal()));
        return numbers;
    }

    @Override
    public @Nullable BitSet category(String lowerCaseName) {
        Category category = Category.named(lowerCaseName);
        return category == null ? null : members.get(category);
    }

    @Override
    public boolean isElsewhere(String name) {
        return table.find(name) == null && Elsewhere.has(name);
    }

    @Override
    public @Nullable String refusal(Bytes glob) {
        return Glob.refusal(glob.array(), false);
    }

    @Override
    public Matcher compile(Bytes glob) {
        return Glob.compile(glob)::matches;
    }
}
