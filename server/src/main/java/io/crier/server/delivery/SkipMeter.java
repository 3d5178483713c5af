package io.crier.server.delivery;

import io.crier.server.message.Bytes;

/** Who counts what is skipped for slow subscribers. Any loop may call. */
@FunctionalInterface
public interface SkipMeter {
    /** So many messages of a channel, at least 1, were skipped for one subscriber. */
    void skipped(Bytes channel, int count);
}
