package io.crier.server.telemetry;

import io.crier.server.settings.SlowPolicy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the whole node counts since its start or the last CONFIG RESETSTAT. Any thread may add and
 * read.
 */
public final class Counters {
    public final LongAdder connections = new LongAdder();
    public final LongAdder connectionsRefused = new LongAdder();
    public final LongAdder commands = new LongAdder();
    public final LongAdder publishes = new LongAdder();
    public final LongAdder deliveries = new LongAdder();
    public final LongAdder bytesIn = new LongAdder();
    public final LongAdder bytesOut = new LongAdder();
    public final LongAdder reads = new LongAdder();
    public final LongAdder writes = new LongAdder();

    /** Those of the writes that were sent together with others, by one call of the system. */
    public final LongAdder writesTogether = new LongAdder();

    public final RefusedPublishes publishesOverRate = new RefusedPublishes();
    public final LongAdder authFailures = new LongAdder();
    public final LongAdder commandsDenied = new LongAdder();
    public final LongAdder keysDenied = new LongAdder();
    public final LongAdder channelsDenied = new LongAdder();

    private final Map<CloseReason.Kind, LongAdder> closed = new EnumMap<>(CloseReason.Kind.class);
    private final Map<SlowPolicy, LongAdder> missed = new EnumMap<>(SlowPolicy.class);

    public Counters() {
        for (CloseReason.Kind kind : CloseReason.Kind.values()) {
            closed.put(kind, new LongAdder());
        }
        for (SlowPolicy policy : SlowPolicy.values()) {
            missed.put(policy, new LongAdder());
        }
    }

    /** Messages that were skipped for a slow subscriber by this policy. */
    public LongAdder missed(SlowPolicy policy) {
        return Objects.requireNonNull(missed.get(policy));
    }

    /** Messages that were skipped for slow subscribers. */
    public long missed() {
        return missed.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Connections that ended for reasons of this kind. */
    public LongAdder closed(CloseReason.Kind kind) {
        return Objects.requireNonNull(closed.get(kind));
    }

    /** Sets everything back to zero. */
    public void reset() {
        LongAdder[] all = {
            connections,
            connectionsRefused,
            commands,
            publishes,
            deliveries,
            bytesIn,
            bytesOut,
            reads,
            writes,
            writesTogether,
            authFailures,
            commandsDenied,
            keysDenied,
            channelsDenied
        };
        for (LongAdder counter : all) {
            counter.reset();
        }
        publishesOverRate.reset();
        closed.values().forEach(LongAdder::reset);
        missed.values().forEach(LongAdder::reset);
    }
}
