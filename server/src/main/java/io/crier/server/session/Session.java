package io.crier.server.session;

import io.crier.protocol.Dialect;
import io.crier.protocol.RespWriter;
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
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it subscribed to, how it wants to be spoken to, and the reply that is being
 * written to it. Commands write their reply between {@link #begin} and {@link #finish}; pushes go
 * to the outbox beside it.
 */
@OnLoop
public final class Session {
    /** How long a client that is killed may take to accept its last word. */
    private static final Duration LAST_WORD_TIME = Duration.ofSeconds(1);

    private final long id;
    private final LoopSessions loop;
    private final Outbox outbox;
    private final Subscriber subscriber;
    private final Peer peer;
    private final Identity identity = new Identity(this::renamed);
    private final Listening listening;
    private final Activity activity;
    private Limit normalLimit = Limit.NONE;
    private Limit pubsubLimit = Limit.NONE;
    private ReplyMode replyMode = ReplyMode.ON;
    private @Nullable Transaction transaction;
    private @Nullable Tracking tracking;
    private @Nullable Runnable whenReady;
    private @Nullable Voice voice;
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
        return subscriber.form().dialect();
    }

    /** Speaks another dialect from the next reply on; who is no client of RESP stays as he is. */
    public void dialect(Dialect dialect) {
        if (subscriber.form().isResp()) {
            subscriber.form(Form.of(dialect));
            loop.replies().to(loop.scratch(), dialect);
            spokenTo();
        }
    }

    /** Gets pushes in this form from now on, and replies by way of {@code newVoice}. */
    public void speak(Form form, Voice newVoice) {
        subscriber.form(form);
        voice = newVoice;
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

    /** Starts the reply of one command. */
    public RespWriter begin() {
        pushing = false;
        if (replyMode == ReplyMode.SKIP_NEXT) {
            replyMode = ReplyMode.SKIPPING;
        }
        loop.scratch().clear(); // what another client's command left when it failed in the middle
        return loop.replies().to(loop.scratch(), dialect());
    }

    /** Goes on with the reply of a command that had to ask other loops. */
    public RespWriter resume() {
        return loop.replies().to(loop.scratch(), dialect());
    }

    /** Where the running command writes. */
    public RespWriter replies() {
        return loop.replies();
    }

    /** Hands the reply of the running command to the outbox, unless the client asked for none. */
    public void finish() {
        boolean silent = replyMode == ReplyMode.OFF || replyMode == ReplyMode.SKIPPING;
        if (!silent || pushing) {
            say(loop.scratch());
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
            quitReason = null;
            ByteBuf last = lastWord(reason);
            if (last != null) {
                outbox.appendCopy(last);
            }
            outbox.closeWhenSent(reason);
        }
    }

    private @Nullable ByteBuf lastWord(CloseReason why) {
        return voice == null ? null : voice.lastWord(why);
    }

    private void say(ByteBuf reply) {
        if (voice == null) {
            outbox.appendCopy(reply);
        } else if (reply.isReadable()) {
            voice.say(reply);
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
        pushing = true;
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
        pushing = true;
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

    /**
     * Ends by itself at this time, milliseconds since the epoch; {@code Long.MAX_VALUE} for never.
     */
    public void expires(long millis) {
        loop.expiries().remove(this);
        expiresMillis = millis;
        if (!ended) {
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
        ByteBuf last = lastWord(reason);
        if (last == null || quitting()) {
            kill(reason);
            return;
        }
        dropSubscriptions();
        outbox.appendCopy(last);
        quit(reason);
    }

    /**
     * Ends the connection at once, with a last word where the client's protocol has one and nothing
     * else waits to be sent; no publish counts it any more.
     */
    public void kill(CloseReason reason) {
        quitting = true;
        killed = true;
        ByteBuf last = lastWord(reason);
        if (last == null) {
            outbox.close(reason);
            listening.drop();
            return;
        }
        listening.drop();
        if (!outbox.closeWith(last, reason)) {
            outbox.close(reason);
        } else if (outbox.pendingBytes() != 0) {
            loop.loop().schedule(() -> outbox.close(reason), LAST_WORD_TIME);
        }
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
        listening.drop();
        loop.remove(this);
    }

    public boolean ended() {
        return ended;
    }
}
