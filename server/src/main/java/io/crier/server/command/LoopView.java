package io.crier.server.command;

import io.crier.server.session.Backlog;
import io.crier.server.session.Blocked;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Session;
import java.util.List;
import java.util.function.Function;

/**
 * What INFO and MEMORY want to know of the clients of a loop, or of all loops together.
 *
 * @param clients connections
 * @param subscribers of them, those with subscriptions
 * @param blocked of them, those of whom a request waits for something to happen
 * @param timed of those, the ones that do so for a limited time
 * @param queryBytesMax the largest memory for unfinished requests of one client
 * @param pendingBytesMax the most that ever waited to be sent to one client
 * @param pendingBytes what waits to be sent to all; bytes that several wait for count for each of
 *     them
 * @param clientBytes memory for unfinished requests, with what waits
 */
record LoopView(
        int clients,
        int subscribers,
        int blocked,
        int timed,
        long queryBytesMax,
        long pendingBytesMax,
        long pendingBytes,
        long clientBytes) {
    private static final LoopView NOTHING = new LoopView(0, 0, 0, 0, 0, 0, 0, 0);

    /** To be asked of each loop. */
    static Function<LoopSessions, LoopView> question() {
        return loop -> {
            LoopView view = NOTHING;
            for (Session session : loop.all()) {
                view = view.plus(of(session));
            }
            return view;
        };
    }

    private static LoopView of(Session session) {
        long query = session.activity().queryCapacity();
        Backlog backlog = session.backlog();
        Blocked blocked = session.blocked();
        long pending = backlog.bytes();
        return new LoopView(
                1,
                session.subscribed() ? 1 : 0,
                blocked == null ? 0 : 1,
                blocked != null && blocked.timed() ? 1 : 0,
                query,
                backlog.bytesMax(),
                pending,
                query + pending);
    }

    static LoopView sum(List<LoopView> views) {
        return views.stream().reduce(NOTHING, LoopView::plus);
    }

    private LoopView plus(LoopView other) {
        return new LoopView(
                clients + other.clients,
                subscribers + other.subscribers,
                blocked + other.blocked,
                timed + other.timed,
                Math.max(queryBytesMax, other.queryBytesMax),
                Math.max(pendingBytesMax, other.pendingBytesMax),
                pendingBytes + other.pendingBytes,
                clientBytes + other.clientBytes);
    }
}
