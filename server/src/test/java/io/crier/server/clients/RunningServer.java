package io.crier.server.clients;

/** A server that listens on loopback until it is closed. */
interface RunningServer extends AutoCloseable {

    int port();

    /** Returns when the port is free again. */
    @Override
    void close();
}
