package io.crier.server.session;

import io.crier.protocol.Dialect;
import io.crier.server.delivery.Form;
import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.Subscriber;
import io.crier.server.delivery.SubscriptionSet;
import io.crier.server.delivery.Wire;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.security.User;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it subscribed to, and how it wants to be spoken to. Commands write into its
 * {@link Replying}; pushes go to the outbox beside it.
 */
@OnLoop
public final class Session {
    private final long id;
    private final LoopSessions loop;
    private final Outbox outbox;
    private final Subscriber subscriber;
    private final Peer peer;
    private final Identity identity = new Identity(this::renamed);
    private final Listening listening;
    private final Replying reply;
    private final Ending ending;
    private final Activity activity;
    private Limit normalLimit = Limit.NONE;
    private Limit pubsubLimit = Limit.NONE;
    private @Nullable Transaction transaction;
    private @Nullable Tracking tracking;
    private @Nullable Runnable whenReady;
    private @Nullable Blocked blocked;
    private boolean waiting;
    private boolean monitoring;
    private boolean noEvict;
    private boolean noTouch;
    private long expiresMillis = Expiries.NEVER;

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
        this.listening = new Listening(loop, subscriber, identity);
        this.reply = new Replying(loop, outbox, subscriber);
        this.ending = new Ending(loop, outbox, listening, reply);
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

    /** What is being written to it in answer to the running command. */
    public Replying reply() {
        return reply;
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
        return subscriber.form().dialect();
    }

    /** Speaks another dialect from the next reply on; who is no client of RESP stays as he is. */
    public void dialect(Dialect dialect) {
        if (subscriber.form().isResp()) {
            subscriber.form(Form.of(dialect));
            var _ = reply.resume();
            spokenTo();
        }
    }

    /** Gets pushes in this form from now on, and replies by way of {@code newVoice}. */
    public void speak(Form form, Voice newVoice) {
        subscriber.form(form);
        reply.voice(newVoice);
        spokenTo();
        classChanged();
    }

    /** Gets pushes in this form from now on. */
    public void form(Form form) {
        subscriber.form(form);
        spokenTo();
    }

    /** How it is told of what is skipped for it may be another way from now on. */
    private void spokenTo() {
        outbox.teller(MissedNotes.teller(id, subscriber, loop.delivery()));
    }

    /** Whether it is a client of RESP, and not of HTTP. */
    public boolean speaksResp() {
        return subscriber.form().isResp();
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

    /** Messages that were skipped for it, because it reads too slowly. */
    public long missedMessages() {
        return outbox.missedMessages();
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
        return subscriber.total() > 0 && subscriber.form() == Form.RESP2;
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
     * The limits of the two classes that this client can belong to: with subscriptions, and over
     * HTTP, it is of class pubsub.
     */
    public void limits(Limit normal, Limit pubsub) {
        normalLimit = normal;
        pubsubLimit = pubsub;
        classChanged();
    }

    private void classChanged() {
        outbox.limit(subscribed() || !speaksResp() ? pubsubLimit : normalLimit);
    }

    /** Subscribes, and writes one confirmation for each name in its order. */
    public void subscribe(Kind kind, List<Bytes> names) {
        reply.pushing();
        listening.subscribe(kind, names);
        if (MissedNotes.concern(names)) {
            spokenTo();
        }
        classChanged();
    }

    /**
     * Unsubscribes, and writes one confirmation for each name; of everything of this kind if none
     * is given.
     */
    public void unsubscribe(Kind kind, List<Bytes> names) {
        reply.pushing();
        listening.unsubscribe(kind, names);
        if (names.isEmpty() || MissedNotes.concern(names)) {
            spokenTo();
        }
        classChanged();
    }

    /** Ends all subscriptions without a word, as RESET does. */
    public void dropSubscriptions() {
        listening.drop();
        spokenTo();
        classChanged();
    }

    /** Whether it listens to what {@code user} may not hear. */
    public boolean hearsMoreThan(User user) {
        return listening.hearsMoreThan(user);
    }

    private void renamed() {
        listening.renamed();
    }

    /** The setting {@code presence} changed: is listed on the channels that it names now. */
    void presenceChanged() {
        listening.presenceChanged();
    }

    /** Bytes that being listed as present takes. */
    long presenceBytes() {
        return listening.presenceBytes();
    }

    /** Stops reading requests until {@link #ready}; what has been decoded so far stays as it is. */
    public void await() {
        waiting = true;
        outbox.wire().reading(false);
    }

    /** The next requests wait for the answer to this one; what comes meanwhile is kept. */
    public void block(Blocked request) {
        waiting = true;
        blocked = request;
    }

    /** The request that waits for something to happen; null without one. */
    public @Nullable Blocked blocked() {
        return blocked;
    }

    /** The request that waited is being answered; {@link #ready} follows. */
    public void unblocked() {
        blocked = null;
    }

    private void forgetBlocked() {
        Blocked request = blocked;
        if (request != null) {
            blocked = null;
            request.forget();
        }
    }

    /** Whether the next request has to wait. */
    public boolean waiting() {
        return waiting;
    }

    /** Goes on with the next request. */
    public void ready() {
        if (!waiting || ended()) {
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
        ending.afterReply(reason);
    }

    /** Ends the connection after what has been written; requests that follow are not run. */
    public void quit(CloseReason reason) {
        forgetBlocked();
        ending.whenSent(reason);
    }

    /**
     * Ends by itself at this time, milliseconds since the epoch; {@code Long.MAX_VALUE} for never.
     */
    public void expires(long millis) {
        loop.expiries().remove(this);
        expiresMillis = millis;
        if (!ended()) {
            loop.expiries().add(this);
        }
    }

    /** Whether it ends by itself. */
    public boolean expires() {
        return expiresMillis != Expiries.NEVER;
    }

    long expiresMillis() {
        return expiresMillis;
    }

    /**
     * Hears nothing more and ends behind all that waits, with a last word; at once where the
     * client's protocol has none.
     */
    public void leave(CloseReason reason) {
        forgetBlocked();
        ending.withLastWord(reason);
    }

    /**
     * Ends the connection at once, with a last word where the client's protocol has one and nothing
     * else waits to be sent; no publish counts it any more.
     */
    public void kill(CloseReason reason) {
        forgetBlocked();
        ending.atOnce(reason);
    }

    /** Whether it was ended by {@link #kill}, and only its connection is still to go. */
    public boolean killed() {
        return ending.killed();
    }

    /** Whether requests that follow are not to be run. */
    public boolean quitting() {
        return ending.quitting();
    }

    /** The connection is gone: gives back everything. Called once by whoever owns the wire. */
    public void end() {
        forgetBlocked();
        if (ending.gone()) {
            loop.remove(this);
        }
    }

    public boolean ended() {
        return ending.ended();
    }
}
