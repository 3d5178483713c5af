package io.crier.server.transport;

import io.crier.fuzz.Expect;
import io.crier.protocol.RespReader;
import io.crier.server.message.Bytes;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;

/**
 * A client of RESP: every command, with a server that has no sockets. What comes back are replies,
 * as many however the requests are cut, and nothing of the client stays behind. The first byte of
 * an input is an even one where no password is needed.
 */
public final class ConversationTarget {
    private static final int BYTES_MAX = 16 * 1024;

    private ConversationTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 1 || input.length > BYTES_MAX) {
            return;
        }
        int whole = replies(input, input.length);
        Expect.same(whole, replies(input, 7), "replies to the same in pieces");
    }

    private static int replies(byte[] input, int piece) {
        Settings settings = Settings.defaults().with(SettingTable.PROTECTED_MODE, false);
        if ((input[0] & 1) != 0) {
            settings = settings.with(SettingTable.PASSWORD, Bytes.of("pw"));
        }
        try (EmbeddedNode node = new EmbeddedNode(settings)) {
            EmbeddedClient client = node.connect(new Acceptor(node.admission(), node.commands()));
            for (int at = 1; at < input.length; at += piece) {
                node.send(client, input, at, Math.min(input.length, at + piece));
            }
            int replies = RespReader.parse(client.said()).size();
            node.disconnect(client);
            return replies;
        }
    }
}
