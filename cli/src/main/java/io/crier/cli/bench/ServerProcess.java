package io.crier.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A process of this machine as Linux accounts for it in /proc. */
final class ServerProcess {
    /** What Linux tells programs, whatever its own. */
    private static final double TICKS_PER_SECOND = 100;

    /** Where user time and system time stand, counted after the program's name. */
    private static final int USER_TICKS = 11;

    private static final int SYSTEM_TICKS = 12;
    private static final String RESIDENT = "VmRSS:";
    private static final int KIB = 1024;

    private final long pid;
    private final Path stat;
    private final Path status;
    private long residentBytesMax;

    private ServerProcess(long pid) {
        this.pid = pid;
        stat = Path.of("/proc/" + pid + "/stat");
        status = Path.of("/proc/" + pid + "/status");
    }

    /** Null when there is no such process to look at. */
    static @Nullable ServerProcess of(@Nullable Long pid) {
        if (pid == null) {
            return null;
        }
        ServerProcess process = new ServerProcess(pid);
        return Files.isReadable(process.stat) ? process : null;
    }

    long pid() {
        return pid;
    }

    /** Processor time of all its threads since it began; to 10 ms. */
    double cpuSeconds() {
        String line = text(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
                / TICKS_PER_SECOND;
    }

    /** Memory that it occupies now. */
    long residentBytes() {
        long bytes =
                text(status)
                        .lines()
                        .filter(line -> line.startsWith(RESIDENT))
                        .map(line -> line.replaceAll("\\D", ""))
                        .mapToLong(kib -> Long.parseLong(kib) * KIB)
                        .findFirst()
                        .orElse(0);
        residentBytesMax = Math.max(residentBytesMax, bytes);
        return bytes;
    }

    /** The most that {@link #residentBytes} told so far. */
    long residentBytesMax() {
        return residentBytesMax;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BenchException("the server's process is gone: cannot read " + file);
        }
    }
}
