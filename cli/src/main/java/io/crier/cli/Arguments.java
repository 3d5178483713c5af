package io.crier.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The command line as UTF-8, also where the locale is not. */
final class Arguments {
    private Arguments() {}

    /**
     * In the locale C, as in most containers, Java replaces every byte of an argument beyond ASCII;
     * Linux still has the bytes.
     */
    static String[] decoded(String[] args) {
        for (String arg : args) {
            if (arg.indexOf('\ufffd') >= 0) {
                return ofProcess(args);
            }
        }
        return args;
    }

    private static String[] ofProcess(String[] args) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            return last(new String(line, StandardCharsets.UTF_8), args);
        } catch (IOException e) {
            return args;
        }
    }

    /** The last arguments of a command line of which each ends with a zero byte. */
    static String[] last(String line, String[] args) {
        String[] all = line.split("\0", -1);
        int first = all.length - 1 - args.length;
        if (first < 0) {
            return args;
        }
        String[] last = new String[args.length];
        System.arraycopy(all, first, last, 0, last.length);
        return last;
    }
}
