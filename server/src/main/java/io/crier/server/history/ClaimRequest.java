package io.crier.server.history;

import org.jspecify.annotations.Nullable;

/**
 * How messages that are not acknowledged become another consumer's.
 *
 * @param idleMillisMin only those that were given so long ago or longer
 * @param givenMillis as when they are given now, milliseconds since the epoch; null for now
 * @param givenTimes as how often given; null for once more, unless only their ids are told
 * @param force whether those too that nobody was given
 * @param idsOnly whether only their ids are told, which does not count as being given
 */
public record ClaimRequest(
        long idleMillisMin,
        @Nullable Long givenMillis,
        @Nullable Long givenTimes,
        boolean force,
        boolean idsOnly) {}
