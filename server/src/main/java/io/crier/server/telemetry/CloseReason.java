package io.crier.server.telemetry;

import java.util.Locale;

/** Why a connection ended. The same word stands in the log, in the metrics and in the tests. */
public sealed interface CloseReason {
    /** The kind of ending, as counted. */
    Kind kind();

    /** One sentence for the log, without the connection's name. */
    String sentence();

    /** The kinds, with the sentence of those that have nothing to add. */
    enum Kind {
        PEER_CLOSED("the client closed the connection"),
        QUIT("the client sent QUIT"),
        KILLED("killed by CLIENT KILL"),
        REVOKED(
                "the client's user was deleted, or may not use a channel any more that it listens to"),
        PROTOCOL_ERROR("the client sent what is no request"),
        REQUEST_REFUSED("a request was refused, and what follows it is not read"),
        CROSS_PROTOCOL("the client spoke HTTP: possible cross-protocol attack, connection aborted"),
        OUTPUT_BUFFER_LIMIT("the client reads too slowly"),
        QUERY_BUFFER_LIMIT("the client's unfinished requests exceed client-query-buffer-limit"),
        MEMORY_EVICTION("evicted, all clients together exceed maxmemory-clients"),
        IDLE("idle for longer than timeout"),
        TOKEN_EXPIRED("the client's token has expired"),
        PEER_GONE("the client does not answer any more"),
        MAX_CLIENTS("max number of clients reached"),
        PROTECTED_MODE("refused by protected-mode"),
        TLS_HANDSHAKE("the TLS handshake failed"),
        IO_ERROR("the connection broke"),
        NO_MEMORY("the server has no memory for this client"),
        INTERNAL_ERROR("an error inside the server"),
        SHUTDOWN("the server is shutting down");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /** The name in logs and metrics: lower case with hyphens. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An ending that its kind says all about. */
    record Plain(Kind kind) implements CloseReason {
        @Override
        public String sentence() {
            return kind.sentence;
        }
    }

    /** An ending with its circumstances, such as the bytes that were pending. */
    record Detailed(Kind kind, String detail) implements CloseReason {
        @Override
        public String sentence() {
            return kind.sentence + ": " + detail;
        }
    }

    /** An ending by what the server itself could not do. */
    static CloseReason ofFailure(Throwable failure) {
        return failure instanceof OutOfMemoryError
                ? of(Kind.NO_MEMORY, String.valueOf(failure.getMessage()))
                : of(Kind.INTERNAL_ERROR, String.valueOf(failure));
    }

    static CloseReason of(Kind kind) {
        return new Plain(kind);
    }

    static CloseReason of(Kind kind, String detail) {
        return new Detailed(kind, detail);
    }
}
