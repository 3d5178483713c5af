package io.crier.server.session;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The sessions of a loop that end at a certain time, because what let them in ends then. */
@OnLoop
final class Expiries {
    /** Of a session that does not end by itself. */
    static final long NEVER = Long.MAX_VALUE;

    /** How long a client that does not read may keep what it is told when it ends. */
    private static final long FAREWELL_MILLIS = 5_000;

    private final TreeSet<Session> sessions =
            new TreeSet<>(
                    Comparator.comparingLong(Session::expiresMillis)
                            .thenComparingLong(Session::id));

    /** Notes a session, which does not change its time before {@link #remove}. */
    void add(Session session) {
        if (session.expires()) {
            sessions.add(session);
        }
    }

    void remove(Session session) {
        sessions.remove(session);
    }

    boolean none() {
        return sessions.isEmpty();
    }

    /** Ends those whose time has come. */
    void tick(long nowMillis) {
        List<Session> due = new ArrayList<>();
        for (Session session : sessions) {
            if (session.expiresMillis() > nowMillis) {
                break;
            }
            due.add(session);
        }
        for (Session session : due) {
            session.expires(session.quitting() ? NEVER : nowMillis + FAREWELL_MILLIS);
            session.leave(CloseReason.of(CloseReason.Kind.TOKEN_EXPIRED));
        }
    }
}
