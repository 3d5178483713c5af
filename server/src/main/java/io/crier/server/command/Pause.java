package io.crier.server.command;

import io.crier.server.session.LoopSessions;
import io.crier.server.session.Roster;
import io.crier.server.session.Session;
import io.crier.server.session.Transaction;
import io.crier.server.threading.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT PAUSE: for a time, requests wait, all of them or those that publish. Any thread may read
 * it. As in Redis, a second pause can make the first one longer and wider, never shorter or
 * narrower.
 */
public final class Pause {
    /** Longer pauses are as long as this: for ever, and still within what nanoseconds can count. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /**
     * A loop with clients that wait looks again after so long at the latest, and stops looking when
     * there are none.
     */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Clock clock;
    private final Set<LoopSessions> looking = ConcurrentHashMap.newKeySet();

    /** In force now; replaced as a whole. */
    private volatile @Nullable State state;

    private record State(long untilNanos, boolean all) {}

    public Pause(Clock clock) {
        this.clock = clock;
    }

    /** Whether a pause may be in force: one read, for every request. */
    boolean active() {
        return state != null;
    }

    /** Pauses for {@code duration}; {@code all} for every command, otherwise those that publish. */
    synchronized void start(Duration duration, boolean all) {
        Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        long until = clock.nanos() + bounded.toNanos();
        State now = current();
        state =
                now == null
                        ? new State(until, all)
                        : new State(
                                until - now.untilNanos > 0 ? until : now.untilNanos,
                                all || now.all);
    }

    /** Ends the pause and lets everyone go on, after what the calling loop does now. */
    synchronized void end(Roster roster) {
        state = null;
        for (LoopSessions sessions : roster.loops()) {
            sessions.loop().execute(sessions::unpause);
        }
    }

    private @Nullable State current() {
        State now = state;
        if (now != null && now.untilNanos - clock.nanos() <= 0) {
            clear(now);
            return null;
        }
        return now;
    }

    @SuppressWarnings("ReferenceEquality") // that very pause, not one that began meanwhile
    private synchronized void clear(State over) {
        if (state == over) {
            state = null;
        }
    }

    /**
     * Whether this command has to wait. Never that of a client that monitors, which is a replica to
     * Redis.
     */
    boolean holds(Session session, Command command) {
        State now = current();
        if (now == null || session.monitoring()) {
            return false;
        }
        Transaction transaction = session.transaction();
        return now.all
                || command.is(Flag.MAY_REPLICATE)
                || command.is(Flag.WRITE)
                || (command.name().equals("exec")
                        && transaction != null
                        && transaction.publishes());
    }

    /** Makes a client wait until the pause is over. */
    void await(Session session) {
        session.await();
        LoopSessions sessions = session.loop();
        sessions.paused(session);
        if (looking.add(sessions)) {
            lookLater(sessions);
        }
    }

    private void lookLater(LoopSessions sessions) {
        State now = state;
        long left = now == null ? 0 : Math.max(0, now.untilNanos - clock.nanos());
        sessions.loop()
                .schedule(
                        () -> look(sessions),
                        Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
    }

    private void look(LoopSessions sessions) {
        if (!sessions.anyPaused()) {
            looking.remove(sessions);
        } else if (current() == null) {
            looking.remove(sessions);
            sessions.unpause();
        } else {
            lookLater(sessions);
        }
    }
}
