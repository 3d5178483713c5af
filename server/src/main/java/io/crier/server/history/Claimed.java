package io.crier.server.history;

import java.util.List;

/**
 * What a consumer claimed.
 *
 * @param next where to go on; 0 when all was looked at
 * @param forgotten what was pending and is not in the history any more
 */
public record Claimed(long next, List<Given> messages, List<Long> forgotten) {}
