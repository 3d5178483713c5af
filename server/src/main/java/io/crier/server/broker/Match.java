package io.crier.server.broker;

import org.jspecify.annotations.Nullable;

/**
 * Whom a publish to one channel reaches: the channel's own subscribers and those of every pattern
 * that matches. Immutable, and the same object for as long as nothing changed, so that a burst to
 * one channel is recognised by it.
 */
public final class Match {
    static final Interest[] NO_PATTERNS = {};
    static final Match NOBODY = new Match(null, NO_PATTERNS);

    private final @Nullable Interest exact;
    private final Interest[] patterns;

    Match(@Nullable Interest exact, Interest[] patterns) {
        this.exact = exact;
        this.patterns = patterns;
    }

    /** The channel's or shard channel's own interest, if anybody subscribes it by name. */
    public @Nullable Interest exact() {
        return exact;
    }

    /** The patterns that match, in the order in which a subscriber of several gets his copies. */
    public Interest pattern(int index) {
        return patterns[index];
    }

    public int patternCount() {
        return patterns.length;
    }
}
