package io.crier.bench.compare;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processors that the servers and the load are kept to.
 *
 * @param server of all servers; null where there is only one processor, and nothing is kept
 *     anywhere
 * @param load of the load; null likewise
 */
record Cores(@Nullable Integer server, @Nullable Integer load) {
    /** Nothing is kept anywhere. */
    static final Cores ALL = new Cores(null, null);

    /**
     * The first and the last of those this process may use: least likely two halves of one core.
     */
    static Cores ofThisMachine() {
        List<Integer> all = ProcessFacts.processors();
        return all.size() < 2 ? ALL : new Cores(all.getFirst(), all.getLast());
    }

    List<String> forServer(List<String> command) {
        return pinned(server, command);
    }

    List<String> forLoad(List<String> command) {
        return pinned(load, command);
    }

    private static List<String> pinned(@Nullable Integer core, List<String> command) {
        return core == null
                ? command
                : Stream.concat(Stream.of("taskset", "-c", core.toString()), command.stream())
                        .toList();
    }
}
