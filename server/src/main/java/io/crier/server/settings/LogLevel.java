package io.crier.server.settings;

import java.util.Locale;

/** How much goes into the log, from most to nothing. */
public enum LogLevel {
    DEBUG,
    VERBOSE,
    NOTICE,
    WARNING,
    NOTHING;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
