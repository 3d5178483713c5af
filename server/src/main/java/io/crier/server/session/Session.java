package io.crier.server.session;

import io.crier.protocol.Confirmation;
import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.protocol.RespWriter;
import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.Subscriber;
import io.crier.server.delivery.SubscriptionSet;
import io.crier.server.delivery.Wire;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it subscribed to, how it wants to be spoken to, and the reply that is being
 * written to it. Commands write their reply between {@link #begin} and {@link #finish}; pushes go
 * to the outbox beside it.
 */
@OnLoop
public final class Session {
    private final long id;
    private final LoopSessions loop;
    private final Outbox outbox;
    private final Subscriber subscriber;
    private final Peer peer;
    private final Identity identity = new Identity();
    private final Activity activity;
    private Limit normalLimit = Limit.NONE;
    private Limit pubsubLimit = Limit.NONE;
    private ReplyMode replyMode = ReplyMode.ON;
    private @Nullable Transaction transaction;
    private @Nullable Tracking tracking;
    private @Nullable Runnable whenReady;
    private boolean waiting;
    private boolean pushing;
    private boolean monitoring;
    private boolean noEvict;
    private boolean noTouch;
    private boolean quitting;
    private boolean killed;
    private boolean ended;
    private boolean releaseHeld;
    private @Nullable CloseReason quitReason;

    /**
     * Opens a session on its loop.
     *
     * @param id unique on the node, rising
     * @param wire where its bytes go
     * @param nowMillis the time of connecting
     */
    public Session(long id, LoopSessions loop, Wire wire, Peer peer, long nowMillis) {
        this.id = id;
        this.loop = loop;
        this.outbox = new Outbox(loop.delivery(), wire);
        this.subscriber = new Subscriber(outbox);
        this.peer = peer;
        this.activity = new Activity(nowMillis);
        loop.add(this);
    }

    public long id() {
        return id;
    }

    public Peer peer() {
        return peer;
    }

    public Identity identity() {
        return identity;
    }

    public Activity activity() {
        return activity;
    }

    /**
     * When this client last sent or took something, to a tick of the loop; milliseconds since the
     * epoch.
     */
    public long lastActiveMillis() {
        return Math.max(activity.lastMillis(), outbox.lastSentMillis());
    }

    public Outbox outbox() {
        return outbox;
    }

    public LoopSessions loop() {
        return loop;
    }

    public Dialect dialect() {
        return subscriber.dialect();
    }

    /** Speaks another dialect from the next reply on. */
    public void dialect(Dialect dialect) {
        subscriber.dialect(dialect);
        loop.replies().to(loop.scratch(), dialect);
    }

    public SubscriptionSet subscriptions(Kind kind) {
        return subscriber.subscriptions(kind);
    }

    /** How many channels, patterns or shard channels it is subscribed to. */
    public int subscriptionCount(Kind kind) {
        return subscriber.subscriptions(kind).size();
    }

    /** Bytes that wait to be sent to it. */
    public long pendingBytes() {
        return outbox.pendingBytes();
    }

    /** What waits to be sent to it. */
    public Backlog backlog() {
        return new Backlog(
                outbox.pendingBytes(),
                outbox.pendingRuns(),
                outbox.pendingMax(),
                outbox.wire().inFlight());
    }

    /**
     * Sends a copy of the readable bytes of {@code frame} as a push: behind the reply that is being
     * written.
     */
    public void push(ByteBuf frame) {
        outbox.appendPush(frame);
    }

    public boolean subscribed() {
        return subscriber.total() > 0;
    }

    /** Whether all but a few commands are refused: a RESP2 client with subscriptions. */
    public boolean inSubscriberMode() {
        return subscriber.total() > 0 && subscriber.dialect() == Dialect.RESP2;
    }

    public ReplyMode replyMode() {
        return replyMode;
    }

    public void replyMode(ReplyMode mode) {
        replyMode = mode;
    }

    /** The MULTI that is open, if one is. */
    public @Nullable Transaction transaction() {
        return transaction;
    }

    public void transaction(@Nullable Transaction newTransaction) {
        transaction = newTransaction;
    }

    /** What CLIENT TRACKING was told; null while it is off. */
    public @Nullable Tracking tracking() {
        return tracking;
    }

    public void tracking(@Nullable Tracking newTracking) {
        tracking = newTracking;
    }

    public boolean monitoring() {
        return monitoring;
    }

    public void monitoring(boolean on) {
        monitoring = on;
    }

    public boolean noEvict() {
        return noEvict;
    }

    public void noEvict(boolean on) {
        noEvict = on;
    }

    public boolean noTouch() {
        return noTouch;
    }

    public void noTouch(boolean on) {
        noTouch = on;
    }

    /**
     * The limits of the two classes that this client can belong to: with subscriptions it is of
     * class pubsub.
     */
    public void limits(Limit normal, Limit pubsub) {
        normalLimit = normal;
        pubsubLimit = pubsub;
        classChanged();
    }

    private void classChanged() {
        outbox.limit(subscribed() ? pubsubLimit : normalLimit);
    }

    /** Starts the reply of one command. */
    public RespWriter begin() {
        pushing = false;
        if (replyMode == ReplyMode.SKIP_NEXT) {
            replyMode = ReplyMode.SKIPPING;
        }
        loop.scratch().clear(); // what another client's command left when it failed in the middle
        return loop.replies().to(loop.scratch(), subscriber.dialect());
    }

    /** Goes on with the reply of a command that had to ask other loops. */
    public RespWriter resume() {
        return loop.replies().to(loop.scratch(), subscriber.dialect());
    }

    /** Where the running command writes. */
    public RespWriter replies() {
        return loop.replies();
    }

    /** Hands the reply of the running command to the outbox, unless the client asked for none. */
    public void finish() {
        boolean silent = replyMode == ReplyMode.OFF || replyMode == ReplyMode.SKIPPING;
        if (!silent || pushing) {
            outbox.appendCopy(loop.scratch());
        }
        if (replyMode == ReplyMode.SKIPPING) {
            replyMode = ReplyMode.ON;
        }
        loop.clearScratch();
        if (releaseHeld) {
            releaseHeld = false;
            outbox.letGo();
        }
        CloseReason reason = quitReason;
        if (reason != null) {
            outbox.closeWhenSent(reason);
        }
    }

    /** From now on pushes wait behind the reply of EXEC, until {@link #releaseHeld}. */
    public void holdPushes() {
        outbox.hold();
    }

    /** Lets the pushes that were held during EXEC follow its reply. */
    public void releaseHeld() {
        releaseHeld = true;
    }

    /** Forgets the reply and the publishes of a request that failed inside the server. */
    public void abandon() {
        loop.burst().drop();
        loop.clearScratch();
        outbox.letGo();
    }

    /** Takes out what has been written of the reply, for a command that completes it later. */
    public byte[] takeReply() {
        byte[] begun = new byte[loop.scratch().readableBytes()];
        loop.scratch().readBytes(begun);
        loop.clearScratch();
        return begun;
    }

    /** Subscribes, and writes one confirmation for each name in its order. */
    public void subscribe(Kind kind, List<Bytes> names) {
        int before = subscriber.count(kind);
        List<Boolean> counted = newOnes(kind, names);
        loop.delivery().subscribe(subscriber, kind, names);
        classChanged();
        int count = before;
        for (int i = 0; i < names.size(); i++) {
            if (counted.get(i)) {
                count++;
            }
            confirm(Words.subscribe(kind), names.get(i), count);
        }
    }

    /**
     * Unsubscribes, and writes one confirmation for each name; of everything of this kind if none
     * is given.
     */
    public void unsubscribe(Kind kind, List<Bytes> names) {
        List<Bytes> leaving = names.isEmpty() ? held(kind) : names;
        int count = subscriber.count(kind);
        List<Boolean> counted = heldOnes(kind, leaving);
        loop.delivery().unsubscribe(subscriber, kind, leaving);
        classChanged();
        if (leaving.isEmpty()) {
            confirm(Words.unsubscribe(kind), null, count);
        }
        for (int i = 0; i < leaving.size(); i++) {
            if (counted.get(i)) {
                count--;
            }
            confirm(Words.unsubscribe(kind), leaving.get(i), count);
        }
    }

    private List<Bytes> held(Kind kind) {
        SubscriptionSet set = subscriber.subscriptions(kind);
        List<Bytes> names = new ArrayList<>(set.size());
        for (int i = 0; i < set.size(); i++) {
            names.add(set.at(i).name());
        }
        return names;
    }

    /** For each name whether it changes the count: the first mention of one that is not held. */
    private List<Boolean> newOnes(Kind kind, List<Bytes> names) {
        return Words.firstMentions(names, name -> !subscriber.subscriptions(kind).holds(name));
    }

    private List<Boolean> heldOnes(Kind kind, List<Bytes> names) {
        return Words.firstMentions(names, name -> subscriber.subscriptions(kind).holds(name));
    }

    private void confirm(Confirmation word, @Nullable Bytes name, int count) {
        pushing = true;
        Frames.confirmation(
                loop.scratch(),
                subscriber.dialect(),
                word,
                name == null ? null : name.array(),
                count);
    }

    /** Ends all subscriptions without a word, as RESET does. */
    public void dropSubscriptions() {
        loop.delivery().unsubscribeAll(subscriber);
        classChanged();
    }

    /** Stops reading requests until {@link #ready}; what has been decoded so far stays as it is. */
    public void await() {
        waiting = true;
        outbox.wire().reading(false);
    }

    /** Whether the next request has to wait. */
    public boolean waiting() {
        return waiting;
    }

    /** Goes on with the next request. */
    public void ready() {
        if (!waiting || ended) {
            return;
        }
        waiting = false;
        outbox.wire().reading(true);
        if (whenReady != null) {
            whenReady.run();
        }
    }

    /** What continues with the requests that were left when this session began to wait. */
    public void whenReady(Runnable continuation) {
        whenReady = continuation;
    }

    /**
     * Ends the connection after the reply of the running command; requests that follow are not run.
     */
    public void quitAfterReply(CloseReason reason) {
        quitting = true;
        quitReason = reason;
    }

    /** Ends the connection after what has been written; requests that follow are not run. */
    public void quit(CloseReason reason) {
        quitting = true;
        outbox.closeWhenSent(reason);
    }

    /** Ends the connection at once; no publish counts it any more. */
    public void kill(CloseReason reason) {
        quitting = true;
        killed = true;
        outbox.close(reason);
        loop.delivery().unsubscribeAll(subscriber);
    }

    /** Whether it was ended by {@link #kill}, and only its connection is still to go. */
    public boolean killed() {
        return killed;
    }

    /** Whether requests that follow are not to be run. */
    public boolean quitting() {
        return quitting || ended;
    }

    /** The connection is gone: gives back everything. Called once by whoever owns the wire. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        outbox.forget();
        loop.delivery().unsubscribeAll(subscriber);
        loop.remove(this);
    }

    public boolean ended() {
        return ended;
    }
}
