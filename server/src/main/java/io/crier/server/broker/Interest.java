package io.crier.server.broker;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import org.jspecify.annotations.Nullable;

/**
 * That somebody listens: a channel, pattern or shard channel with at least one subscriber on this
 * node. When the last one leaves, the broker forgets it; a later subscriber gets a new one, so
 * messages that were published to the old one cannot reach him.
 */
public final class Interest {
    private final Kind kind;
    private final Bytes name;
    private final int memoryBytes;
    private final @Nullable Object[] audiences;

    /** Subscribers on all loops. Guarded by the broker's lock. */
    int subscribers;

    /** A bit for each loop with subscribers. Guarded by the broker's lock. */
    long loops;

    /**
     * What a publish to this channel reaches, as of {@link #matchVersion}. Guarded by the broker's
     * lock.
     */
    @Nullable Match match;

    long matchVersion = -1;

    /**
     * @param tableBytes what the pattern was compiled to takes, 0 for a channel
     */
    Interest(Kind kind, Bytes name, int tableBytes, int loopCount) {
        this.kind = kind;
        this.name = name;
        this.memoryBytes = name.length() + tableBytes;
        this.audiences = new Object[loopCount];
    }

    public Kind kind() {
        return kind;
    }

    public Bytes name() {
        return name;
    }

    /** Bytes of the name, and of the tables that a pattern was compiled to. */
    public int memoryBytes() {
        return memoryBytes;
    }

    /**
     * What the loop {@code index} keeps here about its own subscribers; only that loop's thread may
     * call this.
     */
    public @Nullable Object audience(int index) {
        return audiences[index];
    }

    /** See {@link #audience(int)}. */
    public void audience(int index, @Nullable Object audience) {
        audiences[index] = audience;
    }
}
