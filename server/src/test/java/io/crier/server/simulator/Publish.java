package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import org.jspecify.annotations.Nullable;

/** One publish that a client asked for, and what is known of it afterwards. */
final class Publish {
    static final long NEVER = Long.MAX_VALUE;

    final String id;
    final Kind kind;
    final Bytes channel;
    final Bytes payload;

    /** The request that makes it take effect: itself, or the EXEC behind it; null if none does. */
    @Nullable Question cause;

    /** Whether its publisher was answered that it does not take effect. */
    boolean refused;

    /** Whether that was because its user published too much. */
    boolean overRate;

    /** What its publisher was answered; -1 if it was not. */
    long counted = -1;

    long answeredStep = NEVER;

    /** Deliveries that all clients got of it together. */
    int delivered;

    Publish(String id, Kind kind, Bytes channel, Bytes payload) {
        this.id = id;
        this.kind = kind;
        this.channel = channel;
        this.payload = payload;
    }

    /** When the server had the last byte of the request. */
    long sentStep() {
        return cause == null ? NEVER : cause.fedStep;
    }

    /** Whether anything shows that it took effect. */
    boolean happened() {
        return counted >= 0 || delivered > 0;
    }

    @Override
    public String toString() {
        return id + " to " + channel;
    }
}
