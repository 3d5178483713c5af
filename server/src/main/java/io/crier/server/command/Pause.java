package io.crier.server.command;

import io.crier.server.session.LoopSessions;
import io.crier.server.session.Roster;
import io.crier.server.session.Session;
import io.crier.server.threading.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * CLIENT PAUSE: for a time, requests wait, all of them or those that publish. Any thread may read
 * it. As in Redis, a second pause can make the first one longer and wider, never shorter or
 * narrower.
 */
public final class Pause {
    private final Clock clock;

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
        long until = clock.nanos() + duration.toNanos();
        State now = current();
        state =
                now == null
                        ? new State(until, all)
                        : new State(
                                until - now.untilNanos > 0 ? until : now.untilNanos,
                                all || now.all);
    }

    /** Ends the pause and lets everyone go on. */
    synchronized void end(Roster roster) {
        state = null;
        roster.onEach(LoopSessions::unpause);
    }

    private @Nullable State current() {
        State now = state;
        if (now != null && now.untilNanos - clock.nanos() <= 0) {
            state = null;
            return null;
        }
        return now;
    }

    /** Whether this request has to wait. */
    boolean holds(Call call, @Nullable Command command) {
        State now = current();
        if (now == null) {
            return false;
        }
        if (now.all) {
            return true;
        }
        return command != null
                && (command.is(Flag.MAY_REPLICATE) || executesPublishes(call, command));
    }

    private static boolean executesPublishes(Call call, Command command) {
        var transaction = call.session().transaction();
        return command.name().equals("exec")
                && transaction != null
                && transaction.queued().stream()
                        .anyMatch(queued -> queued.is(0, "publish") || queued.is(0, "spublish"));
    }

    /** Makes a client wait until the pause is over. */
    void await(Session session) {
        State now = state;
        session.await();
        session.loop().paused(session);
        long left = now == null ? 0 : Math.max(0, now.untilNanos - clock.nanos());
        session.loop().loop().schedule(session::ready, Duration.ofNanos(left));
    }
}
