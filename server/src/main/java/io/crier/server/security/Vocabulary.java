package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The words that rules are made of: commands, categories and globs. Given by who has them. */
public interface Vocabulary {
    /** How many operations there are; their numbers are smaller. */
    int size();

    Operation operation(int number);

    /** The number of a command by its full name in lower case; -1 for an unknown one. */
    int find(String fullName);

    boolean isSubcommand(int number);

    /** A command and its subcommands; the command alone if it has none. */
    BitSet family(int number);

    /** What a rule for this category speaks of; null if there is no such category. */
    @Nullable BitSet category(String lowerCaseName);

    /** Whether Redis has a command of this lower-case name, and this server does not. */
    boolean isElsewhere(String name);

    /** Why a glob is refused; null if it is not. */
    @Nullable String refusal(Bytes glob);

    /** Compiles a glob that is not refused. */
    Matcher compile(Bytes glob);
}
