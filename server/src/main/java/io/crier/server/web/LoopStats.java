package io.crier.server.web;

import io.crier.server.message.Bytes;
import io.crier.server.settings.SlowPolicy;
import java.util.List;
import java.util.Map;

/**
 * What one loop says of itself to whoever looks.
 *
 * @param lagMicros how long the question waited for the loop
 * @param published publishes by channel since {@code overMillis} ago
 */
record LoopStats(
        long lagMicros,
        int resp,
        int webSockets,
        int events,
        int http,
        long outboxBytes,
        long overMillis,
        Map<Bytes, Integer> published,
        List<Slow> slowest) {

    /**
     * A client for whom bytes wait.
     *
     * @param missed messages that were skipped for it
     */
    record Slow(
            long id,
            Bytes name,
            String address,
            long outboxBytes,
            SlowPolicy policy,
            long missed) {}
}
