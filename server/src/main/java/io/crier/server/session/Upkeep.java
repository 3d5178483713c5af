package io.crier.server.session;

import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.OutputBufferLimits;
import io.crier.server.settings.Settings;
import io.crier.server.settings.SlowSubscribers;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What every loop does by itself some times a second: holds slow readers against their limits,
 * closes idle clients and those whose time is over, keeps the memory of all clients within its
 * limit, and ends the time in which a name may come back. Makes open clients follow the settings as
 * they change.
 */
public final class Upkeep implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    /** Idle clients are looked for once in so many ticks, because that walks over all. */
    private static final int TICKS_PER_IDLE_CHECK = 10;

    private final Roster roster;
    private final LiveSettings settings;
    private final Clock clock;
    private final ClientEviction eviction;
    private final LiveSettings.Listener listener = this::changed;
    private volatile boolean stopped;

    public Upkeep(Roster roster, LiveSettings settings, Clock clock) {
        this.roster = roster;
        this.settings = settings;
        this.clock = clock;
        this.eviction = new ClientEviction(roster, clock);
    }

    /** Begins; may be called by any thread, once. */
    public void start() {
        settings.addListener(listener);
        SlowSubscribers policies = settings.current().slowSubscribers();
        roster.onEach(sessions -> sessions.delivery().policies(policies));
        for (LoopSessions sessions : roster.loops()) {
            later(sessions, 1);
        }
    }

    private void later(LoopSessions sessions, int round) {
        sessions.loop().schedule(() -> tick(sessions, round), TICK);
    }

    private void tick(LoopSessions sessions, int round) {
        if (stopped) {
            return;
        }
        later(sessions, round % TICKS_PER_IDLE_CHECK + 1);
        sessions.delivery().tick();
        Settings now = settings.current();
        if (round == TICKS_PER_IDLE_CHECK && !now.timeout().isZero()) {
            closeIdle(sessions, now.timeout());
        }
        if (sessions.anyExpires()) {
            sessions.endExpired(clock.epochMillis());
        }
        if (sessions.loop().index() == 0) {
            sessions.presence().tick(sessions);
            if (now.clientMemoryBytesMax() != 0) {
                eviction.round(now.clientMemoryBytesMax());
            }
        }
    }

    /**
     * Never a client that subscribed or monitors, for whom silence is normal, nor one that the
     * server lets wait.
     */
    private void closeIdle(LoopSessions sessions, Duration timeout) {
        long oldest = clock.epochMillis() - timeout.toMillis();
        List<Session> idle = new ArrayList<>();
        for (Session session : sessions.all()) {
            if (session.lastActiveMillis() < oldest
                    && !session.subscribed()
                    && !session.monitoring()
                    && !session.waiting()
                    && !session.quitting()) {
                idle.add(session);
            }
        }
        idle.forEach(session ->
                session.kill(CloseReason.of(CloseReason.Kind.IDLE, timeout.toSeconds() + " s")));
    }

    private void changed(Settings before, Settings after) {
        OutputBufferLimits limits = after.outputBufferLimits();
        if (!limits.equals(before.outputBufferLimits())) {
            roster.onEach(sessions ->
                    sessions.all()
                            .forEach(session -> session.limits(limits.normal(), limits.pubsub())));
        }
        if (!after.slowSubscribers().equals(before.slowSubscribers())) {
            roster.onEach(sessions -> sessions.delivery().policies(after.slowSubscribers()));
        }
        if (!after.presence().equals(before.presence())) {
            roster.onEach(sessions -> sessions.all().forEach(Session::presenceChanged));
        }
    }

    /** Ends; what is scheduled does nothing any more. */
    @Override
    public void close() {
        stopped = true;
        settings.removeListener(listener);
    }
}
