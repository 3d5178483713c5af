package io.crier.server.transport;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who listens where this server wants to: asked of Linux' {@code /proc} when it is too late. */
final class Occupant {
    private static final Path PROC = Path.of("/proc");

    /** The state LISTEN in {@code /proc/net/tcp}. */
    private static final String LISTENING = "0A";

    private static final int TCP_LOCAL = 1;
    private static final int TCP_STATE = 3;
    private static final int TCP_INODE = 9;
    private static final int UNIX_INODE = 6;
    private static final int UNIX_PATH = 7;

    private Occupant() {}

    /** As {@code ": process 4711 (redis-server) listens there"}; empty where nobody can be told. */
    static String ofPort(int port) {
        String local = ":" + String.format(Locale.ROOT, "%04X", port);
        Predicate<String[]> listens =
                row ->
                        row.length > TCP_INODE
                                && row[TCP_STATE].equals(LISTENING)
                                && row[TCP_LOCAL].endsWith(local);
        Set<String> sockets = inodes("net/tcp", listens, TCP_INODE);
        sockets.addAll(inodes("net/tcp6", listens, TCP_INODE));
        return words(sockets);
    }

    /** The same of a Unix socket. */
    static String ofSocket(Path path) {
        String name = path.toString();
        return words(
                inodes(
                        "net/unix",
                        row -> row.length > UNIX_PATH && row[UNIX_PATH].equals(name),
                        UNIX_INODE));
    }

    private static String words(Set<String> inodes) {
        if (inodes.isEmpty()) {
            return "";
        }
        String process = owner(inodes);
        return process == null
                ? ": a process of another user listens there (root may see which)"
                : ": process " + process + " listens there";
    }

    private static Set<String> inodes(String table, Predicate<String[]> wanted, int column) {
        Set<String> inodes = new HashSet<>();
        try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
            lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(wanted)
                    .forEach(row -> inodes.add("socket:[" + row[column] + "]"));
        } catch (IOException | RuntimeException notLinux) {
            return inodes;
        }
        return inodes;
    }

    private static @Nullable String owner(Set<String> sockets) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return process.getFileName() + " (" + command(process) + ")";
                }
            }
        } catch (IOException gone) {
            return null;
        }
        return null;
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException forbiddenOrGone) {
            return false;
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String command(Path process) {
        try {
            List<String> lines = Files.readAllLines(process.resolve("comm"));
            return lines.isEmpty() ? "?" : lines.getFirst();
        } catch (IOException gone) {
            return "?";
        }
    }
}
