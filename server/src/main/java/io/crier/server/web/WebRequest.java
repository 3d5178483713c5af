package io.crier.server.web;

import io.crier.protocol.Request;

/** What a text frame of a client asks for, or why that is not understood. */
sealed interface WebRequest {
    /** The client's name for it, as JSON; {@code null} without one. */
    byte[] id();

    /** A command to run. */
    @SuppressWarnings("ArrayRecordComponent") // JSON on its way from a request to its reply
    record Command(byte[] id, Request request) implements WebRequest {}

    /**
     * What cannot be run.
     *
     * @param error begins with its code
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Malformed(byte[] id, String error) implements WebRequest {}
}
