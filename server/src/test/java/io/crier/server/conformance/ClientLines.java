package io.crier.server.conformance;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be compared in the lines of CLIENT LIST. */
final class ClientLines {

    /** Addresses, ages, and how one implementation holds its buffers. */
    private static final Set<String> VARYING =
            Set.of(
                    "id",
                    "addr",
                    "laddr",
                    "fd",
                    "age",
                    "idle",
                    "qbuf",
                    "qbuf-free",
                    "argv-mem",
                    "multi-mem",
                    "rbs",
                    "rbp",
                    "obl",
                    "oll",
                    "omem",
                    "tot-mem");

    /** Added after 7.0; see {@code client-list-fields} in docs/differences.md. */
    private static final Set<String> NEWER =
            Set.of("watch", "lib-name", "lib-ver", "io-thread", "missed");

    private ClientLines() {}

    static String masked(String text) {
        return text.lines()
                .filter(line -> !line.contains(" name=" + Target.OBSERVER + " "))
                .map(ClientLines::line)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String line(String line) {
        return Arrays.stream(line.split(" "))
                .filter(field -> !NEWER.contains(name(field)))
                .map(field -> VARYING.contains(name(field)) ? name(field) + "={varies}" : field)
                .collect(Collectors.joining(" "));
    }

    private static String name(String field) {
        return field.replaceFirst("=.*", "");
    }
}
