package io.crier.server.session;

import io.crier.server.delivery.Outbox;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/** How one session ends: behind its reply, behind all that waits, or at once; and how far it is. */
@OnLoop
final class Ending {
    /** How long a client that is killed may take to accept its last word. */
    private static final Duration LAST_WORD_TIME = Duration.ofSeconds(1);

    private final LoopSessions loop;
    private final Outbox outbox;
    private final Listening listening;
    private final Replying reply;
    private boolean quitting;
    private boolean killed;
    private boolean ended;

    Ending(LoopSessions loop, Outbox outbox, Listening listening, Replying reply) {
        this.loop = loop;
        this.outbox = outbox;
        this.listening = listening;
        this.reply = reply;
    }

    boolean quitting() {
        return quitting || ended;
    }

    boolean killed() {
        return killed;
    }

    boolean ended() {
        return ended;
    }

    /** Ends behind the reply of the running command, with a last word. */
    void afterReply(CloseReason reason) {
        quitting = true;
        reply.closeAfter(reason);
    }

    /** Ends behind what has been written. */
    void whenSent(CloseReason reason) {
        quitting = true;
        outbox.closeWhenSent(reason);
    }

    /** Ends behind what has been written, with a last word; at once where there is none. */
    void withLastWord(CloseReason reason) {
        ByteBuf last = reply.lastWord(reason);
        if (last == null || quitting()) {
            atOnce(reason);
            return;
        }
        listening.drop();
        outbox.appendCopy(last);
        whenSent(reason);
    }

    /** Ends without waiting; a last word goes out only if nothing else waits to be sent. */
    void atOnce(CloseReason reason) {
        quitting = true;
        killed = true;
        ByteBuf last = reply.lastWord(reason);
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

    /**
     * The connection is gone: lets go of what was to be sent and heard.
     *
     * @return whether it was not gone before
     */
    boolean gone() {
        if (ended) {
            return false;
        }
        ended = true;
        outbox.forget();
        listening.drop();
        return true;
    }
}
