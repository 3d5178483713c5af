package io.crier.server.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many files and sockets the system lets this process have, as Linux' {@code /proc} tells. */
final class Descriptors {
    private static final Path SELF = Path.of("/proc/self");
    private static final String LIMIT = "Max open files";

    /** What the server needs besides connections: logs, classes, what is asked of the system. */
    private static final int KEPT_BACK = 32;

    private Descriptors() {}

    /**
     * How many connections there may be, beside what is open now; {@link Long#MAX_VALUE} if
     * unknown.
     */
    static long roomForConnections() {
        try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
            long limit = limit();
            return limit == Long.MAX_VALUE ? limit : Math.max(1, limit - open.count() - KEPT_BACK);
        } catch (IOException notLinux) {
            return Long.MAX_VALUE;
        }
    }

    private static long limit() throws IOException {
        try (Stream<String> lines = Files.lines(SELF.resolve("limits"))) {
            return lines.filter(line -> line.startsWith(LIMIT))
                    .map(line -> line.substring(LIMIT.length()).strip().split("\\s+", -1)[0])
                    .filter(soft -> !soft.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }
}
