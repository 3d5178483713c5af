package io.crier.server.command;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What holds for a command; those that Redis shows are shown by COMMAND under the same names and in
 * its order.
 */
public enum Flag {
    WRITE,
    READONLY,
    DENYOOM,
    ADMIN,
    PUBSUB,
    NOSCRIPT,
    BLOCKING,
    LOADING,
    STALE,
    SKIP_SLOWLOG,
    FAST,
    NO_AUTH,
    NO_ASYNC_LOADING,
    NO_MULTI,
    MOVABLEKEYS,
    ALLOW_BUSY,
    /** Not shown: waits for the end of CLIENT PAUSE WRITE. */
    MAY_REPLICATE,
    /** Not shown: a sentinel has it too. */
    SENTINEL,
    /** Not shown: MONITOR is not told of it. */
    SKIP_MONITOR,
    /** Ours: may be run by a RESP2 client that has subscriptions. */
    WHILE_SUBSCRIBED,
    /** Ours: is run inside MULTI instead of being queued. */
    NOT_QUEUED,
    /** Ours: has a meaning for clients of RESP alone. */
    RESP_ONLY,
    /** Ours: its first word is a channel that permissions go by, or all are if it takes many. */
    CHANNELS,
    /** Ours: its words are patterns that permissions go by. */
    PATTERNS;

    private static final Set<Flag> HIDDEN =
            EnumSet.of(
                    MAY_REPLICATE,
                    SENTINEL,
                    SKIP_MONITOR,
                    WHILE_SUBSCRIBED,
                    NOT_QUEUED,
                    RESP_ONLY,
                    CHANNELS,
                    PATTERNS);

    boolean shown() {
        return !HIDDEN.contains(this);
    }

    /** The name that COMMAND shows. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
