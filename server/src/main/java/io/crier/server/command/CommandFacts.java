package io.crier.server.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a command, and what permissions go by; read from {@code commands.txt}.
 *
 * @param since the version of Redis that had it first; of Crier for its own
 * @param complexity what it costs
 * @param categories those that do not follow from its flags
 * @param keys where its keys stand; null if it takes none
 * @param tips for clients that route requests in a cluster
 */
record CommandFacts(
        String since,
        String group,
        String summary,
        String complexity,
        Set<Category> categories,
        @Nullable KeySpec keys,
        List<String> tips,
        List<Argument> arguments) {
    /** Of a command that the data does not name. */
    static final CommandFacts NONE =
            new CommandFacts(
                    "", "", "", "", EnumSet.noneOf(Category.class), null, List.of(), List.of());

    private static final Map<String, CommandFacts> ALL = CommandFactsReader.read();

    /**
     * @param fullName lower case, {@code client|id} for a subcommand
     */
    static CommandFacts of(String fullName) {
        return ALL.getOrDefault(fullName, NONE);
    }
}
