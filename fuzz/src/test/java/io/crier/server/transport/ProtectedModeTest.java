package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Who comes from elsewhere: a client in memory has no address of this machine. */
final class ProtectedModeTest {
    private static String answer(Settings settings) {
        try (EmbeddedNode node = new EmbeddedNode(settings)) {
            EmbeddedClient stranger = node.connect(new Acceptor(node.admission(), node.commands()));
            byte[] ping = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
            node.send(stranger, ping, 0, ping.length);
            String said = new String(stranger.said(), StandardCharsets.ISO_8859_1);
            node.disconnect(stranger);
            return said;
        }
    }

    @Test
    void withoutAPasswordAStrangerIsRefused() {
        assertThat(answer(Settings.defaults())).startsWith("-DENIED ");
    }

    @Test
    void withAPasswordAStrangerIsAskedForIt() {
        assertThat(answer(Settings.defaults().with(SettingTable.PASSWORD, Bytes.of("pw"))))
                .startsWith("-NOAUTH ");
    }

    @Test
    void whoTurnsItOffLetsEverybodyIn() {
        assertThat(answer(Settings.defaults().with(SettingTable.PROTECTED_MODE, false)))
                .isEqualTo("+PONG\r\n");
    }
}
