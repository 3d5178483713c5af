package io.crier.server.command;

import io.crier.server.session.Session;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of clients that LIST and KILL tell apart. A client that monitors counts as a normal
 * one.
 */
enum ClientType {
    NORMAL,
    PUBSUB,
    /** Servers that follow this one: none. */
    REPLICA,
    /** The server that this one follows: none. */
    MASTER;

    /** The kind of this name in any case, {@code slave} included; null for an unknown one. */
    static @Nullable ClientType named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "normal" -> NORMAL;
            case "pubsub" -> PUBSUB;
            case "replica", "slave" -> REPLICA;
            case "master" -> MASTER;
            default -> null;
        };
    }

    static String unknown(String name) {
        return "ERR Unknown client type '" + name + "'";
    }

    static ClientType of(Session session) {
        return session.subscribed() ? PUBSUB : NORMAL;
    }
}
