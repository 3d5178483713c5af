package io.crier.server.clients;

import java.util.Map;

/** Starts a server for a test. */
interface Starter {
    /**
     * Returns when the server accepts connections.
     *
     * @param port 0 for any free one
     * @param settings names and values as in {@code redis.conf}
     */
    RunningServer start(int port, Map<String, String> settings);
}
