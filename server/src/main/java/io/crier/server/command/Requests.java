package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.session.Session;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a client that another protocol brings one by one. One is answered after another:
 * what comes while the client waits is kept. That is not more than what one read brought, since its
 * wire stops reading then; while a request waits for something to happen it is read on, up to
 * {@code client-query-buffer-limit}.
 */
@OnLoop
public final class Requests {
    /**
     * @param request null for what is answered by {@code begin} alone
     */
    private record Waiting(@Nullable Request request, Runnable begin) {
        long bytes() {
            return REQUEST_BYTES + (request == null ? 0 : request.wireBytes());
        }
    }

    /** What a request takes beside its words, about. */
    private static final int REQUEST_BYTES = 200;

    private final Node node;
    private final Dispatcher dispatcher;
    private final Session session;
    private final Call call;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;

    Requests(Node node, Dispatcher dispatcher, Session session) {
        this.node = node;
        this.dispatcher = dispatcher;
        this.session = session;
        this.call = new Call(node, dispatcher, session);
        session.whenReady(this::proceed);
    }

    /**
     * Runs a request, now or when those before it are answered.
     *
     * @param request owns its bytes
     * @param begin runs before it is begun: what is said from then on is its answer
     */
    public void handle(Request request, Runnable begin) {
        next(new Waiting(request, begin));
    }

    /** Runs {@code answer} when all requests before it are answered. */
    public void answer(Runnable answer) {
        next(new Waiting(null, answer));
    }

    private void next(Waiting next) {
        session.activity().heard(node.clock().epochMillis());
        if (session.waiting() || !waiting.isEmpty()) {
            waiting.add(next);
            waitingBytes += next.bytes();
            watchWaiting();
        } else {
            run(next);
        }
    }

    private void watchWaiting() {
        session.activity().unread(0, 0, waitingBytes);
        long max = node.settings().current().queryBufferBytesMax();
        if (max != 0 && waitingBytes > max) {
            session.kill(
                    CloseReason.of(
                            CloseReason.Kind.QUERY_BUFFER_LIMIT,
                            waitingBytes + " bytes, limit " + max));
        }
    }

    private void run(Waiting next) {
        if (session.quitting()) {
            return;
        }
        try {
            next.begin.run();
            Request request = next.request;
            if (request == null) {
                return;
            }
            if (dispatcher.handle(call, request)) {
                dispatcher.settle(call);
            } else {
                waiting.addFirst(next);
                waitingBytes += next.bytes();
            }
        } catch (RuntimeException | OutOfMemoryError failed) {
            session.reply().abandon();
            session.kill(CloseReason.of(CloseReason.Kind.INTERNAL_ERROR, String.valueOf(failed)));
            throw failed;
        }
    }

    private void proceed() {
        while (!waiting.isEmpty() && !session.waiting() && !session.quitting()) {
            Waiting next = waiting.removeFirst();
            waitingBytes -= next.bytes();
            run(next);
        }
        session.activity().unread(0, 0, waitingBytes);
    }

    public Session session() {
        return session;
    }

    /** The connection is gone: ends the session. */
    public void end() {
        waiting.clear();
        session.end();
    }
}
