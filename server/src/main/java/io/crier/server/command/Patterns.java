package io.crier.server.command;

import io.crier.server.broker.Glob;

/** The bounds on patterns: on what the tables of a long one take, and on what a match costs. */
final class Patterns {
    static final int BYTES_MAX = 64 * 1024;

    private Patterns() {}

    /** Answers an error if a word from {@code from} on is beyond a bound. */
    static boolean refuses(Call call, int from) {
        return refuses(call, from, false);
    }

    /** The same for words that will match in either case. */
    static boolean refusesIgnoringCase(Call call, int from) {
        return refuses(call, from, true);
    }

    private static boolean refuses(Call call, int from, boolean ignoreCase) {
        for (int i = from; i < call.words(); i++) {
            int length = call.request().length(i);
            if (length > BYTES_MAX) {
                call.error("ERR pattern of " + length + " bytes is too long, limit " + BYTES_MAX);
                return true;
            }
            String refusal = Glob.refusal(call.request().bytes(i), ignoreCase);
            if (refusal != null) {
                call.error("ERR " + refusal);
                return true;
            }
        }
        return false;
    }
}
