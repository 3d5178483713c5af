package io.crier.server.security;

/**
 * Keys that may be used.
 *
 * @param text one character per byte
 */
record KeyPattern(boolean read, boolean write, String text, Matcher matcher) {
    boolean allows(boolean reading, byte[] key, int length) {
        return (read || !reading) && matcher.matches(key, 0, length);
    }

    boolean same(KeyPattern other) {
        return text.equals(other.text);
    }

    /** As a rule. */
    String rule() {
        return (read && write ? "~" : read ? "%R~" : "%W~") + text;
    }
}
