package io.crier.server.telemetry;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the operating system knows of this process; where it has no /proc, what the virtual machine
 * knows.
 */
public final class ProcessFacts {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path STAT = Path.of("/proc/self/stat");
    private static final int TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** Seconds of processor time. */
    public record Cpu(double user, double system) {}

    private ProcessFacts() {}

    /** Bytes of memory that are resident; 0 where nobody tells. */
    public static long residentBytes() {
        for (String line : lines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D+", "")) << 10;
            }
        }
        return 0;
    }

    public static Cpu cpu() {
        List<String> lines = lines(STAT);
        if (lines.isEmpty()) {
            return new Cpu(virtualMachineSeconds(), 0);
        }
        String line = lines.getFirst();
        // The name of the program stands in parentheses and may hold spaces.
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return new Cpu(seconds(fields[USER_TICKS]), seconds(fields[SYSTEM_TICKS]));
    }

    private static double seconds(String ticks) {
        return Double.parseDouble(ticks) / TICKS_PER_SECOND;
    }

    private static double virtualMachineSeconds() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
    }

    /** Bytes of memory that the machine has; 0 where nobody tells. */
    public static long machineBytes() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException none) {
            return List.of();
        }
    }
}
