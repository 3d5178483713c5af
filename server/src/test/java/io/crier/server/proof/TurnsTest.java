package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Reply;
import io.crier.server.CrierServer;
import io.crier.server.settings.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients on one loop have their turns, however little one of them sends at once. */
final class TurnsTest {
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void whoSendsByteByByteIsAnsweredAndHoldsLittle(Transport transport) {
        byte[] request = RawClient.request("PUBLISH", "channel", "x".repeat(100));
        try (CrierServer server = Carriers.start(transport, 1);
                RawClient other = new RawClient(server.port())) {
            List<RawClient> slow =
                    Stream.generate(() -> new RawClient(server.port())).limit(50).toList();
            for (int i = 0; i < request.length; i++) {
                for (RawClient client : slow) {
                    client.raw(new byte[] {request[i]});
                }
                assertThat(other.call("PING")).isEqualTo(new Reply.Simple("PONG"));
                if (i == request.length - 2) {
                    assertThat(unread(other)).hasSize(51).allMatch(bytes -> bytes <= 512);
                }
            }
            for (RawClient client : slow) {
                assertThat(client.read()).isEqualTo(new Reply.Int(0));
                client.close();
            }
        }
    }

    /** Bytes of memory that each client holds with an unfinished request. */
    private static List<Integer> unread(RawClient asker) {
        if (!(asker.call("CLIENT", "LIST") instanceof Reply.Bulk list)) {
            throw new AssertionError("no list");
        }
        List<Integer> bytes = new ArrayList<>();
        list.text()
                .lines()
                .forEach(line ->
                        bytes.add(
                                Integer.parseInt(line.replaceAll(".* qbuf=(\\d+) .*", "$1"))
                                        + Integer.parseInt(
                                                line.replaceAll(".* qbuf-free=(\\d+) .*", "$1"))));
        return bytes;
    }
}
