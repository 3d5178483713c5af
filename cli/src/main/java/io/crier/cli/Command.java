package io.crier.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One of the things that {@code crier} does. */
sealed interface Command permits PubCommand, SubCommand, ChatCommand, BenchCommand {
    /** Its arguments and options; made by hand, because reading annotations costs start-up time. */
    CommandSpec spec();

    /**
     * Does it.
     *
     * @return the exit status
     * @throws Failure when it cannot be done
     */
    int run(ParseResult arguments, Stdio stdio);

    /**
     * A channel or pattern from the command line. Redis allows an empty one, but on a command line
     * it is a variable that was not set.
     */
    static String channel(String name) {
        if (name.isEmpty()) {
            throw Failure.usage("CHANNEL: must not be empty");
        }
        return name;
    }
}
