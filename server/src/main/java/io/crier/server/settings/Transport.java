package io.crier.server.settings;

import java.util.Locale;

/** How sockets are read and written; {@link #AUTO} takes epoll, or NIO where that is missing. */
public enum Transport {
    AUTO,
    IO_URING,
    EPOLL,
    NIO;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
