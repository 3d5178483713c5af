package io.crier.server.web;

import io.crier.fuzz.Expect;
import io.crier.server.message.Bytes;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.transport.EmbeddedClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Requests over HTTP through the real pipeline: every one is answered, with the same status however
 * it is cut, and nothing stays behind. The first byte of an input is an even one where no password
 * is needed.
 */
public final class HttpTarget {
    private static final int BYTES_MAX = 32 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [0-9]{3} ");

    private HttpTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 1 || input.length > BYTES_MAX) {
            return;
        }
        String whole = answers(input, input.length);
        Expect.that(whole.isEmpty() || whole.startsWith("HTTP/1.1 "), "not HTTP: " + whole);
        // What stands behind a request to become a WebSocket may be seen as its frames, or not.
        if (!whole.contains("HTTP/1.1 101 ")) {
            Expect.same(
                    statuses(whole), statuses(answers(input, 5)), "answers to the same in pieces");
        }
    }

    private static String answers(byte[] input, int piece) {
        try (EmbeddedWeb web = EmbeddedWeb.start(settings((input[0] & 1) != 0))) {
            EmbeddedClient client = web.connect();
            for (int at = 1; at < input.length; at += piece) {
                web.send(client, input, at, Math.min(input.length, at + piece));
            }
            byte[] said = client.said();
            web.disconnect(client);
            return new String(said, StandardCharsets.ISO_8859_1);
        }
    }

    private static List<String> statuses(String answers) {
        return STATUS.matcher(answers).results().map(MatchResult::group).toList();
    }

    static Settings settings(boolean password) {
        Settings settings = Settings.defaults().with(SettingTable.PROTECTED_MODE, false);
        return password ? settings.with(SettingTable.PASSWORD, Bytes.of("pw")) : settings;
    }
}
