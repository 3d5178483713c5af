package io.crier.server.command;

import io.crier.protocol.Request;
import io.crier.server.settings.Setting;
import io.crier.server.settings.SettingTable;

/**
 * Which words of a request are nobody else's business: passwords, and the names that go with them.
 */
final class Secrets {
    private Secrets() {}

    /** Whether word {@code index} must not be shown. */
    static boolean hides(Request request, Command command, int index) {
        return switch (command.fullName()) {
            case "auth" -> index > 0;
            case "hello" ->
                    follows(request, index, 1, "auth") || follows(request, index, 2, "auth");
            case "config|set" -> index >= 3 && index % 2 == 1 && secret(request.text(index - 1));
            case "acl|setuser", "acl|deluser", "acl|getuser" -> index >= 2;
            case "acl|dryrun" -> index >= 4;
            default -> false;
        };
    }

    private static boolean follows(Request request, int index, int by, String word) {
        return index - by >= 2 && request.is(index - by, word);
    }

    private static boolean secret(String name) {
        Setting<?> setting = SettingTable.find(name);
        return setting != null && setting.secret();
    }
}
