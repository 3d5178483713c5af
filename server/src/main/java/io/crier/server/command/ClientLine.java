package io.crier.server.command;

import io.crier.protocol.Dialect;
import io.crier.server.message.Kind;
import io.crier.server.session.Activity;
import io.crier.server.session.Backlog;
import io.crier.server.session.ClientMemory;
import io.crier.server.session.Identity;
import io.crier.server.session.Session;
import io.crier.server.session.Tracking;
import io.crier.server.session.Transaction;

/**
 * A client as CLIENT LIST shows it: fields in the order of Redis, and {@code missed} at the end.
 * Replies are not gathered per client here, so {@code rbs} and {@code obl} are 0; {@code oll}
 * counts runs that wait, {@code omem} their bytes, and {@code rbp} is the most bytes that ever
 * waited.
 */
final class ClientLine {
    private final StringBuilder text = new StringBuilder(320);

    private ClientLine() {}

    /** The line with its line feed; on the session's loop. */
    static String of(Session session, long nowMillis) {
        ClientLine line = new ClientLine();
        line.who(session, nowMillis);
        line.what(session);
        line.memory(session);
        line.origin(session);
        return line.text.append('\n').toString();
    }

    private void who(Session session, long nowMillis) {
        Activity activity = session.activity();
        text.append("id=").append(session.id());
        field("addr", session.peer().address());
        field("laddr", session.peer().localAddress());
        field("fd", session.peer().fd());
        field("name", session.identity().name());
        field("age", seconds(activity.connectedMillis(), nowMillis));
        field("idle", seconds(session.lastActiveMillis(), nowMillis));
        field("flags", flags(session));
    }

    /** Whole seconds from one time to another by the clock on the wall, which may go back. */
    private static long seconds(long from, long to) {
        return Math.max(0, to / 1_000 - from / 1_000);
    }

    private static String flags(Session session) {
        StringBuilder flags = new StringBuilder();
        Tracking tracking = session.tracking();
        add(flags, 'O', session.monitoring());
        add(flags, 'P', session.subscribed());
        add(flags, 'x', session.transaction() != null);
        add(flags, 'b', session.blocked() != null);
        add(flags, 't', tracking != null);
        add(flags, 'B', tracking != null && tracking.broadcast());
        add(flags, 'c', session.quitting());
        add(flags, 'U', session.peer().unixSocket());
        add(flags, 'e', session.noEvict());
        add(flags, 'T', session.noTouch());
        return flags.isEmpty() ? "N" : flags.toString();
    }

    private static void add(StringBuilder flags, char flag, boolean set) {
        if (set) {
            flags.append(flag);
        }
    }

    private void what(Session session) {
        Transaction transaction = session.transaction();
        field("db", session.identity().database());
        field("sub", session.subscriptionCount(Kind.CHANNEL));
        field("psub", session.subscriptionCount(Kind.PATTERN));
        field("ssub", session.subscriptionCount(Kind.SHARD));
        field("multi", transaction == null ? -1 : transaction.queued().size());
        field("watch", 0);
    }

    private void memory(Session session) {
        Activity activity = session.activity();
        Transaction transaction = session.transaction();
        Backlog backlog = session.backlog();
        field("qbuf", activity.queryBytes());
        field("qbuf-free", activity.queryCapacity() - activity.queryBytes());
        field("argv-mem", session.activity().requestBytes());
        field("multi-mem", transaction == null ? 0 : transaction.bytes());
        field("rbs", 0);
        field("rbp", backlog.bytesMax());
        field("obl", 0);
        field("oll", backlog.runs());
        field("omem", backlog.bytes());
        field("tot-mem", ClientMemory.total(session));
        field("events", backlog.inFlight() == 0 ? "r" : "rw");
    }

    private void origin(Session session) {
        Identity identity = session.identity();
        Tracking tracking = session.tracking();
        field("cmd", session.activity().lastCommand());
        field("user", identity.user());
        field("redir", tracking == null ? -1 : tracking.redirect());
        field("resp", session.dialect() == Dialect.RESP3 ? 3 : 2);
        field("lib-name", identity.libraryName());
        field("lib-ver", identity.libraryVersion());
        field("missed", session.missedMessages());
    }

    private void field(String name, Object value) {
        text.append(' ').append(name).append('=').append(value);
    }
}
