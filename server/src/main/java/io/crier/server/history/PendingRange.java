package io.crier.server.history;

import io.crier.server.message.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which messages that are not acknowledged are asked for.
 *
 * @param from the first position
 * @param to the last one, included
 * @param countMax how many at most
 * @param idleMillisMin given so long ago or longer
 * @param consumer whose; null for all
 */
public record PendingRange(
        long from, long to, long countMax, long idleMillisMin, @Nullable Bytes consumer) {}
