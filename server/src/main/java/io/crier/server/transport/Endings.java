package io.crier.server.transport;

import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of connections that ended. */
public final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private Endings() {}

    /** Counts and logs that a client's connection has ended. */
    public static void note(Session session, Counters counters, CloseReason reason) {
        counters.closed(reason.kind()).increment();
        switch (reason.kind()) {
            case PEER_CLOSED, QUIT, IO_ERROR, SHUTDOWN, KILLED, IDLE, PEER_GONE ->
                    LOG.debug(
                            "client {} ({}) ended: {}",
                            session.id(),
                            session.peer().address(),
                            reason.sentence());
            case PROTOCOL_ERROR,
                    CROSS_PROTOCOL,
                    OUTPUT_BUFFER_LIMIT,
                    QUERY_BUFFER_LIMIT,
                    MEMORY_EVICTION,
                    MAX_CLIENTS,
                    PROTECTED_MODE,
                    NO_MEMORY,
                    TLS_HANDSHAKE,
                    INTERNAL_ERROR ->
                    LOG.warn(
                            "client {} ({}, name '{}') ended: {}",
                            session.id(),
                            session.peer().address(),
                            session.identity().name(),
                            reason.sentence());
        }
    }
}
