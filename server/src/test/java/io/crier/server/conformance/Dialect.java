package io.crier.server.conformance;

import java.util.Locale;

/** The protocol version that every connection of a replay speaks from its start. */
enum Dialect {
    RESP2,
    RESP3;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
