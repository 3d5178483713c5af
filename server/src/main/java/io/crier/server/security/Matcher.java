package io.crier.server.security;

/** A compiled glob; may be used by any thread. */
@FunctionalInterface
public interface Matcher {
    /** Whether the bytes {@code [offset, offset + length)} of {@code text} match. */
    boolean matches(byte[] text, int offset, int length);
}
