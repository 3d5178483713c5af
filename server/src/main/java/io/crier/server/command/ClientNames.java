package io.crier.server.command;

import io.crier.server.message.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a client may be called: printable ASCII without spaces, so that CLIENT LIST stays one line
 * of fields, and not without end.
 */
final class ClientNames {
    static final int BYTES_MAX = 64 * 1024;

    private ClientNames() {}

    private static boolean printable(Bytes name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) < '!' || name.at(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Why {@code name} cannot be what the client calls {@code what}; null if it can. */
    static @Nullable String refusal(Bytes name, String what) {
        if (name.length() > BYTES_MAX) {
            return "ERR "
                    + what
                    + " of "
                    + name.length()
                    + " bytes is too long, limit "
                    + BYTES_MAX;
        }
        return printable(name)
                ? null
                : "ERR " + what + " cannot contain spaces, newlines or special characters.";
    }
}
