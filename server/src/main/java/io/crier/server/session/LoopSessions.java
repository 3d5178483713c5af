package io.crier.server.session;

import io.crier.protocol.RespWriter;
import io.crier.server.broker.Broker;
import io.crier.server.delivery.LoopDelivery;
import io.crier.server.threading.Loop;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sessions of one loop, and what they share because only one of them runs at a time. */
@OnLoop
public final class LoopSessions {
    /** Scratch space for replies that grew beyond this is given back. */
    private static final int SCRATCH_KEPT_BYTES = 256 * 1024;

    private final Broker broker;
    private final LoopDelivery delivery;
    private final ByteBufAllocator allocator;
    private final Presence presence;
    private final Burst burst;
    private final RespWriter replies = new RespWriter();
    private final Map<Long, Session> sessions = new LinkedHashMap<>();
    private final Set<Session> paused = new LinkedHashSet<>();
    private final Expiries expiries = new Expiries();
    private ByteBuf scratch;

    /**
     * @param presence the node's, which all loops share
     */
    public LoopSessions(
            Broker broker, LoopDelivery delivery, ByteBufAllocator allocator, Presence presence) {
        this.broker = broker;
        this.delivery = delivery;
        this.allocator = allocator;
        this.presence = presence;
        this.burst = new Burst(broker, delivery.writer());
        this.scratch = allocator.heapBuffer(1024);
    }

    public Loop loop() {
        return delivery.loop();
    }

    public LoopDelivery delivery() {
        return delivery;
    }

    /** Who is present on which channel of the node. */
    public Presence presence() {
        return presence;
    }

    Broker broker() {
        return broker;
    }

    Burst burst() {
        return burst;
    }

    /** From now on what becomes of messages of channels is counted, by pattern; null for none. */
    public void meters(@Nullable ChannelMeters meters) {
        burst.meters(meters);
        delivery.skipMeter(meters);
    }

    /** From now on publishes of this loop are counted there; null to count them no more. */
    public void tally(@Nullable ChannelTally tally) {
        burst.tally(tally);
    }

    RespWriter replies() {
        return replies;
    }

    /** Where the command that runs now writes its reply. */
    ByteBuf scratch() {
        return scratch;
    }

    void clearScratch() {
        if (scratch.capacity() > SCRATCH_KEPT_BYTES) {
            ByteBuf large = scratch;
            scratch = allocator.heapBuffer(1024);
            large.release();
        } else {
            scratch.clear();
        }
    }

    /** Notes a client that waits for the end of a CLIENT PAUSE. */
    public void paused(Session session) {
        paused.add(session);
    }

    /** Whether a client waits for the end of a CLIENT PAUSE. */
    public boolean anyPaused() {
        return !paused.isEmpty();
    }

    /** Lets the clients go on that waited for the end of a CLIENT PAUSE. */
    public void unpause() {
        List<Session> waiting = List.copyOf(paused);
        paused.clear();
        waiting.forEach(Session::ready);
    }

    void add(Session session) {
        sessions.put(session.id(), session);
    }

    Expiries expiries() {
        return expiries;
    }

    /**
     * Ends the sessions whose time is over.
     *
     * @param nowMillis the time of day, milliseconds since the epoch
     */
    public void endExpired(long nowMillis) {
        expiries.tick(nowMillis);
    }

    /** Whether a session ends by itself. */
    boolean anyExpires() {
        return !expiries.none();
    }

    void remove(Session session) {
        expiries.remove(session);
        sessions.remove(session.id());
        paused.remove(session);
    }

    /** The open session with this id on this loop; null without one. */
    public @Nullable Session find(long id) {
        return sessions.get(id);
    }

    /** The open sessions, in the order in which they came. */
    public Collection<Session> all() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    /** Ends: nothing may run on this loop afterwards. */
    public void close() {
        scratch.release();
        delivery.close();
    }
}
