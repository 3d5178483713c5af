package io.crier.server.command;

/** The bound on patterns: the tables that a long one is compiled to are many times as large. */
final class Patterns {
    static final int BYTES_MAX = 64 * 1024;

    private Patterns() {}

    /** Answers an error if a word from {@code from} on is too long for a pattern. */
    static boolean refuses(Call call, int from) {
        for (int i = from; i < call.words(); i++) {
            int length = call.request().length(i);
            if (length > BYTES_MAX) {
                call.error("ERR pattern of " + length + " bytes is too long, limit " + BYTES_MAX);
                return true;
            }
        }
        return false;
    }
}
