package io.crier.server.web;

import io.crier.server.message.Bytes;
import io.crier.server.session.ChannelTally;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import io.crier.server.threading.OnLoop;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Looks at one loop while a dashboard is open, and costs it nothing otherwise. */
@OnLoop
final class Watcher {
    private static final int SLOWEST_MAX = 10;
    private static final long NOT_WATCHED_MILLIS = 10_000;

    /** Two who look within this time see the same. */
    private static final long WINDOW_MILLIS_MIN = 500;

    private @Nullable ChannelTally tally;
    private Map<Bytes, Integer> published = Map.of();
    private long sinceMillis;
    private long overMillis;
    private long lookedMillis;

    /** What the loop is like now; begins to count what its clients publish. */
    LoopStats look(LoopSessions sessions, LoopWeb web, long nowMillis, long lagMicros) {
        lookedMillis = nowMillis;
        ChannelTally counting = tally;
        if (counting == null) {
            counting = new ChannelTally();
            tally = counting;
            sessions.tally(counting);
            sinceMillis = nowMillis;
        } else if (nowMillis - sinceMillis >= WINDOW_MILLIS_MIN) {
            published = counting.take();
            overMillis = nowMillis - sinceMillis;
            sinceMillis = nowMillis;
        }
        long outboxBytes = 0;
        int resp = 0;
        for (Session session : sessions.all()) {
            outboxBytes += session.pendingBytes();
            if (session.speaksResp()) {
                resp++;
            }
        }
        return new LoopStats(
                lagMicros,
                resp,
                web.count(WebSocketConnection.class),
                web.count(EventsConnection.class),
                web.count(HttpConnection.class),
                outboxBytes,
                overMillis,
                published,
                slowest(sessions));
    }

    private static List<LoopStats.Slow> slowest(LoopSessions sessions) {
        PriorityQueue<Session> slow =
                new PriorityQueue<>(Comparator.comparingLong(Session::pendingBytes));
        for (Session session : sessions.all()) {
            if (session.subscribed() && session.pendingBytes() > 0) {
                slow.add(session);
                if (slow.size() > SLOWEST_MAX) {
                    slow.remove();
                }
            }
        }
        return slow.stream()
                .map(session ->
                        new LoopStats.Slow(
                                session.id(),
                                session.identity().name(),
                                session.peer().address(),
                                session.pendingBytes(),
                                session.outbox().policy(),
                                session.missedMessages()))
                .toList();
    }

    /** Stops counting when nobody has looked for a while. */
    void rest(LoopSessions sessions, long nowMillis) {
        if (tally != null && nowMillis - lookedMillis > NOT_WATCHED_MILLIS) {
            tally = null;
            published = Map.of();
            sessions.tally(null);
        }
    }
}
