package io.crier.server;

import io.crier.server.command.Shutdown;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Roster;
import io.crier.server.session.Session;
import io.crier.server.settings.Settings;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Clock;
import io.crier.server.threading.Uninterruptibly;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The way down: browsers are told to come back, spread over {@code drain-spread}; then everyone
 * gets what waits for him and is closed, within {@code drain-timeout}. Waits for nothing when
 * nobody is there.
 */
final class Drain implements Shutdown {
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final int LAST_WORDS_SECONDS_MAX = 5;

    private final Clock clock;
    private final Runnable shutdown;
    private final Runnable close;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch hurried = new CountDownLatch(1);
    private volatile long endNanos;

    /**
     * @param shutdown ends the server by this drain
     * @param close ends the server at once
     */
    Drain(Clock clock, Runnable shutdown, Runnable close) {
        this.clock = clock;
        this.shutdown = shutdown;
        this.close = close;
    }

    @Override
    public void begin(boolean atOnce) {
        Thread.ofPlatform().name("crier-shutdown").start(atOnce ? close : shutdown);
    }

    @Override
    public boolean underWay() {
        return begun.get();
    }

    @Override
    public long millisLeft() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(endNanos - clock.nanos()));
    }

    /** Notes that the server goes down; answers false if it did already. */
    boolean starts(Settings settings) {
        endNanos = clock.nanos() + settings.drainSpread().plus(settings.drainTimeout()).toNanos();
        return begun.compareAndSet(false, true);
    }

    /** Whoever waits in {@link #await} waits no longer. */
    void hurry() {
        begun.set(true);
        hurried.countDown();
    }

    /** Waits until it is so, at most for that long, and not when there is hurry. */
    void await(BooleanSupplier so, Duration atMost) {
        long giveUpNanos = clock.nanos() + atMost.toNanos();
        boolean hurry = false;
        while (!hurry && !so.getAsBoolean() && clock.nanos() < giveUpNanos) {
            hurry = Uninterruptibly.await(hurried, LOOK_EVERY);
        }
    }

    /**
     * Gives everyone on a loop who speaks RESP, or is part of this program, what was published up
     * to now, and ends the connection behind that.
     */
    static void finish(LoopSessions sessions) {
        for (Session session : List.copyOf(sessions.all())) {
            if (session.speaksResp() && !session.quitting()) {
                session.dropSubscriptions();
                session.quit(CloseReason.of(CloseReason.Kind.SHUTDOWN));
            }
        }
    }

    /** Ends every session at once. Clients are told before their loops end, if these have time. */
    static void endAll(Roster roster) {
        CountDownLatch told = new CountDownLatch(roster.loops().size());
        roster.onEach(sessions -> {
            List.copyOf(sessions.all())
                    .forEach(session -> session.kill(CloseReason.of(CloseReason.Kind.SHUTDOWN)));
            told.countDown();
        });
        try {
            var _ = told.await(LAST_WORDS_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
