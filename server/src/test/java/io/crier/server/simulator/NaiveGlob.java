package io.crier.server.simulator;

import io.crier.server.message.Bytes;

/**
 * Whether a pattern matches, as slowly and plainly as can be; knows what the workload uses. As in
 * Redis, the empty name is matched by the empty pattern alone.
 */
final class NaiveGlob {
    private NaiveGlob() {}

    static boolean matches(Bytes pattern, Bytes name) {
        return name.length() == 0
                ? pattern.length() == 0
                : matches(pattern.array(), 0, name.array(), 0);
    }

    private static boolean matches(byte[] pattern, int p, byte[] name, int n) {
        if (p == pattern.length) {
            return n == name.length;
        }
        if (pattern[p] == '*') {
            return matches(pattern, p + 1, name, n)
                    || (n < name.length && matches(pattern, p, name, n + 1));
        }
        if (n == name.length) {
            return false;
        }
        return switch (pattern[p]) {
            case '?' -> matches(pattern, p + 1, name, n + 1);
            case '\\' -> pattern[p + 1] == name[n] && matches(pattern, p + 2, name, n + 1);
            case '[' -> {
                boolean found = false;
                int at = p + 1;
                for (; pattern[at] != ']'; at++) {
                    found |= pattern[at] == name[n];
                }
                yield found && matches(pattern, at + 1, name, n + 1);
            }
            default -> pattern[p] == name[n] && matches(pattern, p + 1, name, n + 1);
        };
    }
}
