package io.crier.server;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.LoopSessions;
import io.crier.server.session.Peer;
import io.crier.server.session.Session;
import io.crier.server.settings.OutputBufferLimits;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Uninterruptibly;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription from inside this program: a client of the server like any other, whose messages go
 * to a listener on a thread of its own. What waits for a slow listener is bounded by {@code
 * client-output-buffer-limit} of the class pubsub, as for a client that does not read; beyond it
 * the subscription ends, and the listener is told why, or with {@code slow-subscriber} messages are
 * skipped, which CLIENT LIST counts.
 */
public final class Subscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final Peer IN_PROCESS = new Peer("in-process:0", "in-process:0", -1, false);

    private final LoopSessions home;
    private final MessageListener listener;
    private final BiConsumer<Subscription, CloseReason> ended;
    private final Pipe pipe;
    private final Thread thread;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    /** Belongs to the loop; as all that the session owns. */
    private @Nullable Session session;

    private volatile boolean closed;
    private volatile CloseReason reason = CloseReason.of(CloseReason.Kind.PEER_CLOSED);

    Subscription(
            long id,
            LoopSessions home,
            MessageListener listener,
            BiConsumer<Subscription, CloseReason> ended) {
        this.home = home;
        this.listener = listener;
        this.ended = ended;
        this.pipe = new Pipe(home.loop(), this::end);
        this.thread =
                Thread.ofPlatform()
                        .name("crier-subscription-" + id)
                        .daemon()
                        .unstarted(this::listen);
    }

    /** Subscribes; returns when every later publish will arrive. */
    void open(long id, Kind kind, Bytes name, OutputBufferLimits limits, long nowMillis) {
        thread.start();
        home.loop()
                .execute(() -> {
                    Session opened = new Session(id, home, pipe, IN_PROCESS, nowMillis);
                    session = opened;
                    pipe.outbox(opened.outbox());
                    opened.dialect(Dialect.RESP3);
                    opened.limits(limits.normal(), limits.pubsub());
                    opened.reply().begin();
                    opened.subscribe(kind, List.of(name));
                    opened.reply().finish();
                    ready.complete(true);
                });
        if (!ready.join()) {
            throw new IllegalStateException("the server is closed");
        }
    }

    /** On the loop: the session is over. */
    private void end(CloseReason why) {
        reason = why;
        Session open = session;
        if (open != null) {
            open.end();
        }
        pipe.finish();
        ended.accept(this, why);
    }

    /** The loops have ended, perhaps before they heard of this. */
    void endWithoutLoop(CloseReason why) {
        if (pipe.finished()) {
            return;
        }
        end(why);
        ready.complete(false);
    }

    private void listen() {
        RespReader frames = new RespReader(pipe.reader());
        try {
            while (true) {
                hand(frames.read());
            }
        } catch (IOException endOfPipe) {
            call(() -> listener.onEnd(reason));
        }
    }

    private void hand(Reply frame) {
        if (closed || !(frame instanceof Reply.Push push)) {
            return;
        }
        List<Reply> parts = push.elements();
        boolean message =
                parts.getFirst() instanceof Reply.Bulk kind && kind.text().endsWith("message");
        int last = parts.size() - 1;
        if (message
                && parts.get(last - 1) instanceof Reply.Bulk channel
                && parts.get(last) instanceof Reply.Bulk body) {
            call(() -> listener.onMessage(Bytes.own(channel.bytes()), Bytes.own(body.bytes())));
        }
    }

    /** What a listener throws is its own affair: it is logged, and the next message follows. */
    @SuppressWarnings("CatchingUnchecked") // the thread must survive whatever foreign code throws
    private static void call(Runnable listening) {
        try {
            listening.run();
        } catch (RuntimeException thrown) {
            LOG.error("a message listener failed", thrown);
        }
    }

    /**
     * Ends the subscription. When this returns, later publishes do not count it any more, and the
     * listener is not running and will not be called again: it waits for a call that is under way,
     * unless it is made from inside of it. Messages that wait for the listener are dropped.
     */
    @Override
    public void close() {
        closed = true;
        home.loop()
                .execute(() -> {
                    Session open = session;
                    if (open != null) {
                        open.kill(CloseReason.of(CloseReason.Kind.PEER_CLOSED));
                    }
                });
        awaitListener();
    }

    /** Waits for the listener's last call to return, unless this is made from inside of one. */
    void awaitListener() {
        if (Thread.currentThread() != thread) {
            Uninterruptibly.join(thread);
        }
    }
}
