package io.crier.server.session;

import io.crier.protocol.RespWriter;
import io.crier.server.delivery.Outbox;
import io.crier.server.delivery.Subscriber;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The reply that is being written to one client: a command writes between {@link #begin} and {@link
 * #finish}, which hands what was written to the outbox, or to the client's {@link Voice}.
 */
@OnLoop
public final class Replying {
    private final LoopSessions loop;
    private final Outbox outbox;
    private final Subscriber subscriber;
    private ReplyMode mode = ReplyMode.ON;
    private @Nullable Voice voice;
    private @Nullable CloseReason closesAfter;
    private boolean pushing;
    private boolean releaseHeld;

    Replying(LoopSessions loop, Outbox outbox, Subscriber subscriber) {
        this.loop = loop;
        this.outbox = outbox;
        this.subscriber = subscriber;
    }

    public ReplyMode mode() {
        return mode;
    }

    public void mode(ReplyMode newMode) {
        mode = newMode;
    }

    /** From the next reply on the client is answered by way of {@code newVoice}. */
    void voice(Voice newVoice) {
        voice = newVoice;
    }

    /** Starts the reply of one command. */
    public RespWriter begin() {
        pushing = false;
        if (mode == ReplyMode.SKIP_NEXT) {
            mode = ReplyMode.SKIPPING;
        }
        loop.scratch().clear(); // what another client's command left when it failed in the middle
        return resume();
    }

    /** Goes on with the reply of a command that had to ask other loops, or in another dialect. */
    public RespWriter resume() {
        return loop.replies().to(loop.scratch(), subscriber.form().dialect());
    }

    /** Where the running command writes. */
    public RespWriter writer() {
        return loop.replies();
    }

    /** What is written are confirmations: they go out in every mode. */
    void pushing() {
        pushing = true;
    }

    /** Hands the reply of the running command to the outbox, unless the client asked for none. */
    public void finish() {
        boolean silent = mode == ReplyMode.OFF || mode == ReplyMode.SKIPPING;
        if (!silent || pushing) {
            say(loop.scratch());
        }
        if (mode == ReplyMode.SKIPPING) {
            mode = ReplyMode.ON;
        }
        loop.clearScratch();
        if (releaseHeld) {
            releaseHeld = false;
            outbox.letGo();
        }
        CloseReason reason = closesAfter;
        if (reason != null) {
            closesAfter = null;
            ByteBuf last = lastWord(reason);
            if (last != null) {
                outbox.appendCopy(last);
            }
            outbox.closeWhenSent(reason);
        }
    }

    private void say(ByteBuf reply) {
        if (voice == null) {
            outbox.appendCopy(reply);
        } else if (reply.isReadable()) {
            voice.say(reply);
        }
    }

    /** What the client is told when its connection ends; null for nothing. */
    @Nullable ByteBuf lastWord(CloseReason why) {
        return voice == null ? null : voice.lastWord(why);
    }

    /** The connection ends behind the reply of the running command. */
    void closeAfter(CloseReason reason) {
        closesAfter = reason;
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
    public byte[] take() {
        byte[] begun = new byte[loop.scratch().readableBytes()];
        loop.scratch().readBytes(begun);
        loop.clearScratch();
        return begun;
    }
}
