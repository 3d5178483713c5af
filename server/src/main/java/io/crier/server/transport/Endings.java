package io.crier.server.transport;

import io.crier.server.message.Bytes;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.threading.Loop;
import io.crier.server.threading.OnLoop;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How the connections of one loop end: counted and logged, each with its reason. When very many end
 * for one reason within a second, those beyond {@link #LINES_MAX} share a line that tells how many
 * they are.
 */
@OnLoop
public final class Endings {
    /** Lines a second of one kind. */
    static final int LINES_MAX = 100;

    /** What a client calls itself is shown as far. */
    static final int NAME_BYTES_MAX = 128;

    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Loop loop;
    private final Counters counters;
    private final Closings closings;
    private final Map<CloseReason.Kind, Second> seconds = new EnumMap<>(CloseReason.Kind.class);

    /** How many connections ended for one kind of reason in the second that runs. */
    private static final class Second {
        int ended;
    }

    Endings(Loop loop, Counters counters) {
        this.loop = loop;
        this.counters = counters;
        this.closings = new Closings(loop);
    }

    /** Where sockets are closed that were not read from. */
    Closings closings() {
        return closings;
    }

    /** Counts and logs that a client's connection has ended. */
    public void note(Session session, CloseReason reason) {
        Level level = level(reason.kind());
        if (hasLine(reason.kind(), level)) {
            LOG.atLevel(level)
                    .log(
                            "client {} ({}, name '{}') ended: {}",
                            session.id(),
                            session.peer().address(),
                            shown(session.identity().name()),
                            reason.sentence());
        }
    }

    /** Counts and logs that a connection has ended before it had a session. */
    void note(SocketAddress peer, CloseReason reason) {
        Level level = level(reason.kind());
        if (hasLine(reason.kind(), level)) {
            LOG.atLevel(level).log("{} ended: {}", peer, reason.sentence());
        }
    }

    private static String shown(Bytes name) {
        return name.length() <= NAME_BYTES_MAX
                ? name.toString()
                : new String(name.array(), 0, NAME_BYTES_MAX, StandardCharsets.UTF_8) + "...";
    }

    private static Level level(CloseReason.Kind kind) {
        return switch (kind) {
            case PEER_CLOSED,
                    QUIT,
                    IO_ERROR,
                    SHUTDOWN,
                    KILLED,
                    IDLE,
                    TOKEN_EXPIRED,
                    REQUEST_REFUSED,
                    PEER_GONE ->
                    Level.DEBUG;
            case PROTOCOL_ERROR,
                    CROSS_PROTOCOL,
                    OUTPUT_BUFFER_LIMIT,
                    QUERY_BUFFER_LIMIT,
                    MEMORY_EVICTION,
                    MAX_CLIENTS,
                    PROTECTED_MODE,
                    NO_MEMORY,
                    TLS_HANDSHAKE,
                    REVOKED,
                    INTERNAL_ERROR ->
                    Level.WARN;
        };
    }

    /** Counts an end; answers whether the log has a line for it. */
    private boolean hasLine(CloseReason.Kind kind, Level level) {
        counters.closed(kind).increment();
        if (!LOG.isEnabledForLevel(level)) {
            return false;
        }
        Second second = seconds.get(kind);
        if (second == null) {
            second = new Second();
            seconds.put(kind, second);
            loop.schedule(() -> sum(kind), SECOND);
        }
        return ++second.ended <= LINES_MAX;
    }

    private void sum(CloseReason.Kind kind) {
        Second second = seconds.remove(kind);
        if (second != null && second.ended > LINES_MAX) {
            LOG.atLevel(level(kind))
                    .log(
                            "{} more clients ended within a second: {}",
                            second.ended - LINES_MAX,
                            CloseReason.of(kind).sentence());
        }
    }

    /** Says what was not said yet; the loop has ended. */
    void close() {
        for (CloseReason.Kind kind : CloseReason.Kind.values()) {
            sum(kind);
        }
    }
}
