package io.crier.server.delivery;

import io.crier.server.broker.Batch;
import io.crier.server.broker.Broker;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.settings.SlowSubscribers;
import io.crier.server.telemetry.Counters;
import io.crier.server.threading.Clock;
import io.crier.server.threading.Loop;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of one loop: empties its inbox into the outboxes of its own subscribers, and flushes
 * at the end of a burst every outbox that was touched.
 */
@OnLoop
public final class LoopDelivery {
    /** So many outboxes are worth asking the clock what their writes took. */
    private static final int MEASURED_MIN = 16;

    private final Broker broker;
    private final Loop loop;
    private final Clock clock;
    private final Counters counters;
    private final BlockWriter writer;
    private final Subscribing subscribing;
    private final Compaction compaction;
    private final FlushList flushes = new FlushList();
    private final FanOut fanOut;
    private final Map<Form, NoteEncoder> noteEncoders = new EnumMap<>(Form.class);
    private final Runnable flush = this::flush;
    private final Runnable lingered = this::lingered;
    private final Linger linger = new Linger();

    private @Nullable SkipMeter skipMeter;
    private @Nullable SendTogether together;
    private boolean flushScheduled;
    private boolean lingering;
    private long bytesSent;
    private long tickMillis;
    private long writes;
    private long writesTogether;

    public LoopDelivery(
            Broker broker, Loop loop, Clock clock, Counters counters, ByteBufAllocator allocator) {
        this.broker = broker;
        this.loop = loop;
        this.clock = clock;
        this.counters = counters;
        this.writer = new BlockWriter(allocator);
        this.fanOut = new FanOut(writer, loop.index(), flush);
        this.compaction = new Compaction(writer);
        this.subscribing = new Subscribing(broker, this, loop.index());
        this.tickMillis = clock.epochMillis();
    }

    /** From now on there may be subscribers of this form. */
    public void encoder(Form form, PushEncoder encoder, NoteEncoder notes) {
        fanOut.encoder(form, encoder);
        noteEncoders.put(form, notes);
    }

    /** What tells a client of this form beside its messages; null for one of RESP. */
    public @Nullable NoteEncoder notes(Form form) {
        return noteEncoders.get(form);
    }

    /** From now on these policies hold for slow subscribers; what already waits keeps its own. */
    public void policies(SlowSubscribers policies) {
        fanOut.rules(new SkipRules(policies));
    }

    /** From now on it is told of what is skipped for slow subscribers; null for nobody. */
    public void skipMeter(@Nullable SkipMeter meter) {
        skipMeter = meter;
    }

    /** So many messages were skipped for one subscriber. */
    void skipped(Topic topic, int count) {
        counters.missed(topic.policy()).add(count);
        SkipMeter meter = skipMeter;
        if (meter != null) {
            meter.skipped(topic.channel(), count);
        }
    }

    public BlockWriter writer() {
        return writer;
    }

    public Loop loop() {
        return loop;
    }

    Clock clock() {
        return clock;
    }

    /** The inbox is no longer empty: delivers now, or a moment later if that saves writes. */
    public void awake() {
        if (!lingering && linger.possible()) {
            long nanos = linger.nanos(broker.waiting(loop.index()), clock.nanos());
            if (nanos > 0) {
                drainLater(Duration.ofNanos(nanos));
            }
        }
        if (!lingering) {
            drain();
        }
    }

    /**
     * Delivers what is there after {@code delay}, and no sooner because of what comes meanwhile.
     */
    public void drainLater(Duration delay) {
        if (!lingering) {
            lingering = true;
            loop.schedule(lingered, delay);
        }
    }

    private void lingered() {
        lingering = false;
        linger.waited(broker.waiting(loop.index()));
        drain();
    }

    /** Delivers all that was published up to now and flushes. */
    public void drain() {
        deliver(broker.take(loop.index()));
        flush();
    }

    /**
     * Hands the messages of a batch to this loop's subscribers, in order, and gives the batch back.
     */
    void deliver(Batch batch) {
        try {
            fanOut.deliver(batch);
        } finally {
            broker.done(loop.index(), batch);
        }
    }

    /**
     * Subscribes to those of {@code names} that are not held yet; all at one point of the node's
     * order.
     */
    public void subscribe(Subscriber subscriber, Kind kind, List<Bytes> names) {
        subscribing.join(subscriber, kind, names);
    }

    /**
     * Unsubscribes from those of {@code names} that are held; all at one point of the node's order.
     */
    public void unsubscribe(Subscriber subscriber, Kind kind, List<Bytes> names) {
        subscribing.leave(subscriber, kind, names);
    }

    /** Ends every subscription of a subscriber who is gone. */
    public void unsubscribeAll(Subscriber subscriber) {
        subscribing.leaveAll(subscriber);
    }

    /** From now on sends to many go this way. */
    public void together(SendTogether sends) {
        together = sends;
    }

    /** An outbox has something to write. */
    void dirty(Outbox outbox) {
        flushes.add(outbox);
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(flush);
        }
    }

    void sentTogether() {
        writesTogether++;
    }

    void sent(int bytes) {
        bytesSent += bytes;
        writes++;
    }

    /** Writes all that waits for subscribers that can take it. */
    public void flush() {
        flushScheduled = false;
        int outboxes = flushes.size();
        if (outboxes < MEASURED_MIN) {
            flushes.flushAll(together);
        } else {
            long start = clock.nanos();
            flushes.flushAll(together);
            linger.wrote(fanOut.deliveries(), outboxes, start, clock.nanos());
        }
        writer.trim();
        long deliveries = fanOut.takeDeliveries();
        if (deliveries != 0) {
            counters.deliveries.add(deliveries);
        }
        if (bytesSent != 0) {
            counters.bytesOut.add(bytesSent);
            counters.writes.add(writes);
            counters.writesTogether.add(writesTogether);
            bytesSent = 0;
            writes = 0;
            writesTogether = 0;
        }
    }

    /** Holds those who lag against their limits; called some times a second. */
    public void tick() {
        tickMillis = clock.epochMillis();
        flushes.checkLagging();
        compaction.runIfNeeded(flushes.lagging());
    }

    /**
     * Bytes of the blocks that this loop keeps, those that it is filling included; shared ones
     * once.
     */
    public long pinnedBytes() {
        return writer.pinned().bytes();
    }

    /** The time of the last tick, for what need not be exact; milliseconds since the epoch. */
    long tickMillis() {
        return tickMillis;
    }

    /**
     * Adds every block that a lagging outbox holds back to {@code blocks}, with its size, by its
     * identity.
     */
    public void collectHeldBlocks(IdentityHashMap<Object, Long> blocks) {
        for (Outbox outbox : flushes.lagging()) {
            outbox.collectBlocks(blocks);
        }
    }

    /** Lets go of the block being written; nothing may be delivered afterwards. */
    public void close() {
        broker.done(loop.index(), broker.take(loop.index()));
        writer.close();
    }
}
