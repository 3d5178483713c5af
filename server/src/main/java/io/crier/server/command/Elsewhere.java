package io.crier.server.command;

import io.crier.protocol.Request;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Commands that Redis has and Crier does not: whoever sends one is told what this server is for.
 */
final class Elsewhere {
    private static final Set<String> NAMES =
            Resource.lines("redis-commands.txt").stream()
                    .flatMap(line -> Arrays.stream(line.split(" +")))
                    .collect(Collectors.toUnmodifiableSet());

    private Elsewhere() {}

    /** Whether Redis has a command of this lower-case name. */
    static boolean has(String name) {
        return NAMES.contains(name);
    }

    /**
     * A sentence to follow the error for an unknown command; empty for a name that Redis does not
     * know either.
     */
    static String explain(Request request) {
        String name = request.text(0).toLowerCase(Locale.ROOT);
        if (!NAMES.contains(name)) {
            return "";
        }
        return "("
                + name.toUpperCase(Locale.ROOT)
                + " is a command of Redis; this is Crier, which carries messages "
                + "by publish/subscribe and stores no keys, runs no scripts and has no replicas)";
    }
}
