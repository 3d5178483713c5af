package io.crier.server.command;

import java.util.Locale;

/** Sizes for people. */
final class Sizes {
    private static final String UNITS = "KMGTP";

    private Sizes() {}

    /** As Redis writes them: {@code 512B}, {@code 1.50K}, {@code 23.54G}. */
    static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double size = bytes / 1024.0;
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length() - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%c", size, UNITS.charAt(unit));
    }
}
