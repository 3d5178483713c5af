package io.crier.server.command;

import java.util.Locale;

/** What holds for a command; those that Redis has are shown by COMMAND under the same names. */
public enum Flag {
    ADMIN,
    ALLOW_BUSY,
    BLOCKING,
    FAST,
    LOADING,
    MAY_REPLICATE,
    MOVABLEKEYS,
    NO_ASYNC_LOADING,
    NO_AUTH,
    NO_MULTI,
    NOSCRIPT,
    PUBSUB,
    READONLY,
    SENTINEL,
    SKIP_MONITOR,
    SKIP_SLOWLOG,
    STALE,
    WRITE,
    /** Ours: may be run by a RESP2 client that has subscriptions. */
    WHILE_SUBSCRIBED,
    /** Ours: is run inside MULTI instead of being queued. */
    NOT_QUEUED;

    /** The name that COMMAND shows. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
