package io.crier.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the kernel tells of processes in {@code /proc}. */
final class ProcessFacts {
    private ProcessFacts() {}

    /** The resident memory of a process, in bytes. */
    static long residentBytes(long pid) {
        String kilobytes = field(Path.of("/proc", String.valueOf(pid), "status"), "VmRSS:");
        return Long.parseLong(kilobytes.replace("kB", "").strip()) * 1024;
    }

    /** The words of a process' command line. */
    static List<String> commandLine(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"));
            return List.of(line.substring(0, Math.max(0, line.length() - 1)).split("\0", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many files this process, and those that it starts, may have open. */
    static int descriptors() {
        String limits = field(Path.of("/proc/self/limits"), "Max open files");
        String soft = limits.strip().split(" +", 2)[0];
        return soft.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(soft);
    }

    /** The numbers of the processors that this process may use, in order. */
    static List<Integer> processors() {
        List<Integer> all = new ArrayList<>();
        String list = field(Path.of("/proc/self/status"), "Cpus_allowed_list:").strip();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int i = Integer.parseInt(ends[0]); i <= last; i++) {
                all.add(i);
            }
        }
        return all;
    }

    /** What follows a name in a file of lines; empty when no line has it. */
    static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
