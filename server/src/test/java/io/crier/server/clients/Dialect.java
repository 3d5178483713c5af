package io.crier.server.clients;

/** What a client speaks; the one that is the client's default is used by configuring nothing. */
enum Dialect {
    RESP2,
    RESP3;

    /** How {@code CLIENT LIST} shows it. */
    String field() {
        return this == RESP2 ? "resp=2" : "resp=3";
    }
}
