package io.crier.cli.bench;

import java.util.Locale;

/** What the server is spoken to in. */
public enum Protocol {
    RESP2,
    RESP3,
    NATS;

    /** As on the command line and in results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Wire wire() {
        return switch (this) {
            case RESP2 -> new Resp(false);
            case RESP3 -> new Resp(true);
            case NATS -> new Nats();
        };
    }
}
