package io.crier.server.message;

/** The three name spaces that a client can listen to; they know nothing of each other's names. */
public enum Kind {
    CHANNEL,
    PATTERN,
    SHARD
}
