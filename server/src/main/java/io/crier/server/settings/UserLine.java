package io.crier.server.settings;

import java.util.List;

/**
 * A user that the configuration declares; one character per byte.
 *
 * @param where the file and line it stands on, or that it is a flag
 * @param rules as ACL SETUSER takes them
 */
public record UserLine(String where, String name, List<String> rules) {
    /** Without the rules, which may hold passwords. */
    @Override
    public String toString() {
        return where + ": user " + name;
    }
}
