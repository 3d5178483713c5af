package io.crier.server.conformance;

/** A running server on the loopback interface that a transcript can be replayed against. */
interface ServerUnderTest extends AutoCloseable {

    /** The TCP port on which it listens. */
    int port();

    /** Whether the differences that the transcripts declare apply to it; a real Redis has none. */
    boolean isCrier();

    @Override
    void close();
}
