package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Reply;
import io.crier.server.clients.ChildProcess;
import io.crier.server.clients.CrierProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that runs out of what the system gives it refuses what is new, and lives on. */
@Tag("programs")
final class ScarcityTest {
    private static final int DESCRIPTORS = 400;
    private static final Reply PONG = new Reply.Simple("PONG");
    private static final Reply NO_ROOM =
            new Reply.Error(
                    "OOM there is not enough memory for more subscriptions; nothing was subscribed");
    private static final Reply FULL = new Reply.Error("ERR max number of clients reached");

    private static List<String> flags(String... more) {
        List<String> flags = new ArrayList<>(List.of("--port", "0", "--io-threads", "1"));
        flags.addAll(List.of(more));
        return flags;
    }

    @Test
    void withoutDescriptorsNewClientsAreRefusedAndTheOthersServed() {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n 400; exec \"$@\"", "sh"));
        command.addAll(CrierProcess.command(List.of(), flags()));
        try (ChildProcess process = ChildProcess.start(command)) {
            int port = CrierProcess.ready(process).port();
            RawClient first = new RawClient(port);
            first.call("PING");
            List<RawClient> crowd = new ArrayList<>();
            int served = 0;
            for (int i = 0; i < DESCRIPTORS; i++) {
                RawClient client = new RawClient(port);
                crowd.add(client);
                Reply answer = client.call("PING");
                assertThat(answer).isIn(PONG, FULL);
                served += answer.equals(PONG) ? 1 : 0;
            }
            assertThat(served).isBetween(50, DESCRIPTORS - 33);
            assertThat(first.call("PING")).isEqualTo(PONG);

            crowd.forEach(RawClient::close);
            awaitService(port);
        }
    }

    @Test
    void silentClientsOfHttpTakeNoDescriptorThatIsNeeded(@TempDir Path folder) throws IOException {
        int httpPort = freePort();
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -n 400; exec \"$@\"", "sh"));
        Path users = Files.writeString(folder.resolve("users.acl"), "");
        List<String> flags = flags("--aclfile", users.toString());
        flags.addAll(List.of("--http-port", String.valueOf(httpPort)));
        command.addAll(CrierProcess.command(List.of(), flags));
        try (ChildProcess process = ChildProcess.start(command)) {
            RawClient first = new RawClient(CrierProcess.ready(process).port());
            List<RawClient> crowd = new ArrayList<>();
            for (int i = 0; i < DESCRIPTORS; i++) {
                crowd.add(new RawClient(httpPort));
                assertThat(first.call("PING")).isEqualTo(PONG);
            }

            assertThat(first.call("ACL", "SAVE")).isEqualTo(new Reply.Simple("OK"));

            crowd.forEach(RawClient::close);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void withoutHeapMoreSubscriptionsAreRefusedAndTheOthersServed() {
        try (ChildProcess process =
                ChildProcess.start(CrierProcess.command(List.of("-Xmx40m"), flags()))) {
            int port = CrierProcess.ready(process).port();
            try (RawClient first = new RawClient(port)) {
                first.call("PING");
                RawClient greedy = new RawClient(port);
                Reply answer = PONG;
                for (int i = 0; i < 200_000 && !(answer instanceof Reply.Error); i++) {
                    answer = greedy.call("SUBSCRIBE", i + "x".repeat(1_000));
                }
                assertThat(answer).isEqualTo(NO_ROOM);
                assertThat(first.call("PING")).isEqualTo(PONG);
                greedy.close();
                awaitService(port);
            }
        }
    }

    @Test
    void withoutDirectMemoryARequestIsRefusedWithItsClientAndTheOthersServed() {
        try (ChildProcess process =
                ChildProcess.start(
                        CrierProcess.command(List.of("-XX:MaxDirectMemorySize=24m"), flags()))) {
            int port = CrierProcess.ready(process).port();
            try (RawClient first = new RawClient(port)) {
                first.call("PING");
                for (int i = 0; i < 3; i++) {
                    RawClient greedy = new RawClient(port);
                    assertEnds(() -> {
                        greedy.raw("*2\r\n$4\r\nECHO\r\n$500000000\r\n");
                        for (int sent = 0; sent < 500; sent++) {
                            greedy.raw("x".repeat(100_000));
                        }
                    });
                }
                assertThat(first.call("PING")).isEqualTo(PONG);
                awaitService(port);
            }
        }
    }

    private static void assertEnds(Runnable greed) {
        boolean ended = false;
        try {
            greed.run();
        } catch (UncheckedIOException cut) {
            ended = true;
        }
        assertThat(ended).isTrue();
    }

    private static void awaitService(int port) {
        await().ignoreExceptions()
                .untilAsserted(() -> {
                    try (RawClient subscriber = new RawClient(port);
                            RawClient publisher = new RawClient(port)) {
                        subscriber.call("SUBSCRIBE", "news");
                        assertThat(publisher.publish("news", "all is well")).isEqualTo(1);
                        assertThat(subscriber.read())
                                .isEqualTo(
                                        new Reply.Array(
                                                List.of(
                                                        Reply.Bulk.of("message"),
                                                        Reply.Bulk.of("news"),
                                                        Reply.Bulk.of("all is well"))));
                    }
                });
    }
}
