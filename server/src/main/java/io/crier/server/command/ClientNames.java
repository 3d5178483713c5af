package io.crier.server.command;

import io.crier.server.message.Bytes;

/**
 * What a client may be called: printable ASCII without spaces, so that CLIENT LIST stays one line
 * of fields.
 */
final class ClientNames {
    private ClientNames() {}

    static boolean printable(Bytes name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) < '!' || name.at(i) > '~') {
                return false;
            }
        }
        return true;
    }

    static String refusal(String what) {
        return "ERR " + what + " cannot contain spaces, newlines or special characters.";
    }
}
