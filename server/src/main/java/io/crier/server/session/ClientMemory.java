package io.crier.server.session;

import io.crier.server.message.Kind;
import io.crier.server.threading.OnLoop;

/**
 * The memory that a client takes, as CLIENT LIST shows it and {@code maxmemory-clients} limits it.
 * What it has for itself: the session, what it calls itself, requests that are unfinished, that
 * wait or that MULTI queued, its presence, the tables of its subscriptions, of its patterns and of
 * the runs that wait for it. What it shares: the bytes that wait, which stand in blocks that other
 * clients may wait for too.
 */
@OnLoop
public final class ClientMemory {
    /** Session, outbox, subscriber, connection and its channel, roughly. */
    private static final long SESSION_BYTES = 2_048;

    private ClientMemory() {}

    /** Bytes that this client alone takes. */
    public static long own(Session session) {
        Transaction transaction = session.transaction();
        Tracking tracking = session.tracking();
        Blocked blocked = session.blocked();
        long bytes =
                SESSION_BYTES
                        + (blocked == null ? 0 : blocked.memoryBytes())
                        + session.activity().queryCapacity()
                        + session.activity().requestBytes()
                        + session.identity().memoryBytes()
                        + session.presenceBytes()
                        + (tracking == null ? 0 : tracking.memoryBytes())
                        + (transaction == null ? 0 : transaction.bytes())
                        + session.outbox().tableBytes();
        for (Kind kind : Kind.values()) {
            bytes += session.subscriptions(kind).memoryBytes();
        }
        return bytes;
    }

    /**
     * {@link #own}, and all that waits to be sent to it, as if it were the only one to wait for it.
     */
    public static long total(Session session) {
        return own(session) + session.outbox().pendingBytes();
    }
}
