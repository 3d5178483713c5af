package io.crier.cli;

import java.nio.file.Path;

/** A server that speaks Redis Pub/Sub, for one test: on a free port and a Unix socket. */
interface TestServer extends AutoCloseable {
    int port();

    Path unixSocket();

    /** Stops it; its clients lose their connections. */
    void stop();

    /** Starts it again on the same port after {@link #stop}. */
    void startAgain();

    @Override
    void close();

    /**
     * Starts the server that every test of this module runs against.
     *
     * @param settings name, value, name, value…, as on the command line of redis-server
     */
    static TestServer start(String... settings) {
        return new CrierInside(settings);
    }
}
