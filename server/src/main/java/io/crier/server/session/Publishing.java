package io.crier.server.session;

import io.crier.protocol.Request;
import io.crier.protocol.RespWriter;
import io.crier.server.message.Kind;
import io.crier.server.message.Position;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/**
 * How a client publishes: requests that follow each other directly are gathered and take effect
 * together, in their order and with nothing in between, before anything else that this client asks
 * for.
 */
@OnLoop
public final class Publishing {
    /** What answers a publish for which there is no memory. */
    public static final String NO_MEMORY =
            "ERR not enough memory for this message; it was not published";

    private final Session session;
    private final IntConsumer answered;
    private int fullLoop = -1;
    private int[] ahead = {};
    private long[] aheadPositions = {};
    private int aheadNext;
    private final ArrayDeque<Refused> refusedAhead = new ArrayDeque<>();
    private String refusal = "";

    /**
     * A publish of EXEC, by its place among those that take effect together, and why it does not.
     */
    private record Refused(int place, String why) {}

    /**
     * @param answered is told of each burst that took effect how many messages it had; 0 when one
     *     message alone was refused
     */
    public Publishing(Session session, IntConsumer answered) {
        this.session = session;
        this.answered = answered;
    }

    /**
     * Adds a publish whose channel and payload are slices of {@code source}. It is answered when it
     * takes effect: at {@link #settle}, or before, when enough are gathered.
     */
    public void add(
            Kind kind,
            ByteBuf source,
            int channelAt,
            int channelLength,
            int payloadAt,
            int payloadLength) {
        Burst burst = session.loop().burst();
        try {
            burst.add(
                    kind,
                    source,
                    channelAt,
                    channelLength,
                    payloadAt,
                    payloadLength,
                    session.identity().from());
        } catch (OutOfMemoryError exhausted) {
            refuse();
            return;
        }
        if (burst.full() || session.subscribed() || session.reply().mode() != ReplyMode.ON) {
            settle();
        }
    }

    /** Nothing of this message was kept; those before it are not concerned. */
    private void refuse() {
        settle();
        session.reply().begin().error(NO_MEMORY);
        session.reply().finish();
        answered.accept(0);
    }

    /**
     * Lets what was gathered take effect and answers it; a client that listens gets its own pushes
     * after that.
     */
    public void settle() {
        LoopSessions loop = session.loop();
        Burst burst = loop.burst();
        int count = burst.count();
        if (count == 0) {
            return;
        }
        int full = burst.commit();
        RespWriter replies = session.reply().begin();
        for (int i = 0; i < count; i++) {
            replies.integer(burst.receivers(i));
        }
        session.reply().finish();
        answered.accept(count);
        if (session.subscribed()) {
            loop.delivery().drain();
        }
        fullLoop = full;
        slowDown();
    }

    /** Makes the client wait if its last publishes filled a loop's inbox, until that has room. */
    public void slowDown() {
        int full = fullLoop;
        if (full >= 0) {
            fullLoop = -1;
            session.await();
            LoopSessions loop = session.loop();
            loop.broker().whenRoom(full, loop.loop(), session::ready);
        }
    }

    /**
     * Adds a publish of the EXEC that runs now. Those that were added take effect together with
     * {@link #takeEffect}; {@link #receivers} then tells of each, in their order.
     *
     * @return false without memory for it; those before it are not concerned
     */
    public boolean addAhead(Kind kind, Request request) {
        return add(kind, request, 2);
    }

    /**
     * As {@link #addAhead(Kind, Request)}, for a request to a channel that keeps history, of which
     * {@code payloadWord} is the payload; {@link #position} then tells of it.
     */
    public boolean addAhead(Request request, int payloadWord) {
        return add(Kind.CHANNEL, request, payloadWord);
    }

    private boolean add(Kind kind, Request request, int payloadWord) {
        try {
            session.loop()
                    .burst()
                    .add(
                            kind,
                            request.buffer(),
                            request.offset(1),
                            request.length(1),
                            request.offset(payloadWord),
                            request.length(payloadWord),
                            session.identity().from());
            return true;
        } catch (OutOfMemoryError exhausted) {
            return false;
        }
    }

    /** Adds, in its place, a publish of the EXEC that runs now that is not to take effect. */
    public void refuseAhead(String error) {
        refusedAhead.add(new Refused(session.loop().burst().count() + refusedAhead.size(), error));
    }

    /** Lets what was added for EXEC take effect, with nothing in between. */
    public void takeEffect() {
        Burst burst = session.loop().burst();
        int count = burst.count();
        int full = count == 0 ? -1 : burst.commitAsOne();
        if (full >= 0) {
            fullLoop = full;
        }
        ahead = burst.takeReceivers(count);
        aheadPositions = count == 0 ? new long[0] : burst.takePositions();
        if (!refusedAhead.isEmpty()) {
            insertRefused();
        }
        aheadNext = 0;
    }

    private void insertRefused() {
        int[] reached = ahead;
        long[] positions = aheadPositions;
        ahead = new int[reached.length + refusedAhead.size()];
        aheadPositions = new long[ahead.length];
        refusedAhead.forEach(refused -> ahead[refused.place] = -1);
        int next = 0;
        for (int i = 0; i < ahead.length; i++) {
            if (ahead[i] == 0) {
                aheadPositions[i] = positions[next];
                ahead[i] = reached[next++];
            }
        }
    }

    /** Whether a publish that took effect ahead is still to be answered. */
    public boolean hasAhead() {
        return aheadNext < ahead.length;
    }

    /**
     * How many subscribers a publish reached: the next of those that took effect ahead, or {@code
     * request}, at once.
     *
     * @return -1 if it was not published; {@link #refusal} says why then
     */
    public int receivers(Kind kind, Request request) {
        int place = next(kind, request, 2);
        return place < 0 ? -1 : ahead[place];
    }

    /**
     * The position of a publish to a channel that keeps history: of the next of those that took
     * effect ahead, or of {@code request}, at once. {@link Position#NONE} if the channel keeps none
     * any more.
     *
     * @return -1 if it was not published; {@link #refusal} says why then
     */
    public long position(Request request, int payloadWord) {
        int place = next(Kind.CHANNEL, request, payloadWord);
        return place < 0 ? -1 : aheadPositions[place];
    }

    /** The place of the next publish among those that took effect; -1 if it was refused. */
    private int next(Kind kind, Request request, int payloadWord) {
        if (!hasAhead()) {
            if (!add(kind, request, payloadWord)) {
                refusal = NO_MEMORY;
                return -1;
            }
            takeEffect();
        }
        int place = aheadNext++;
        if (ahead[place] < 0) {
            refusal = refusedAhead.remove().why;
            return -1;
        }
        return place;
    }

    /** Why the last publish that was answered -1 was not published. */
    public String refusal() {
        return refusal;
    }
}
