package io.crier.server.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.clients.ChildProcess;
import io.crier.server.testing.Certificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds when hosts are far away, packets are lost, and cables are pulled. */
@Tag("programs")
final class NetworkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SILENCE_SECONDS = 6;

    @TempDir static Path directory;
    private static Path program;
    private static Certificates certificates;

    @BeforeAll
    static void prepare() {
        program = Network.compile(directory);
        certificates = new Certificates(directory);
    }

    private static ServerHost server(Host host, int silenceSeconds) {
        return ServerHost.start(
                host, directory, certificates, "--tcp-keepalive", String.valueOf(silenceSeconds));
    }

    private static List<String> messages(String prefix, int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> prefix + i).toList();
    }

    @Test
    void roughWeatherLosesRepeatsAndReordersNothing() {
        int count = 1_000;
        try (Network network = Network.start(program, 4, Weather.ROUGH);
                ServerHost server = server(network.host(1), 60);
                ClientHost first = ClientHost.start(network.host(2), Library.REDIS_PY, server);
                ClientHost second = ClientHost.start(network.host(3), Library.NODE_REDIS, server);
                ClientHost third = ClientHost.start(network.host(4), Library.LETTUCE, server)) {
            List<ClientHost> clients = List.of(first, second, third);

            clients.forEach(client -> client.publish(count));
            List<String> seen = first.received(3 * count);

            assertThat(second.received(3 * count)).isEqualTo(seen);
            assertThat(third.received(3 * count)).isEqualTo(seen);
            for (ClientHost client : clients) {
                String prefix = client.host().number() + ":";
                assertThat(seen)
                        .filteredOn(message -> message.startsWith(prefix))
                        .isEqualTo(messages(prefix, 1, count));
            }
            assertThat(server.ended("peer-gone")).isZero();
            assertThat(server.host().counted("RetransSegs")).isPositive();
            assertThat(server.host().counted("TCPOFOQueue")).isPositive();
        }
    }

    @Test
    void aCablePulledForAMomentLosesNothing() {
        try (Network network = Network.start(program, 2, Weather.FAIR);
                ServerHost server = server(network.host(1), 60);
                ClientHost client = ClientHost.start(network.host(2), Library.NODE_REDIS, server)) {
            long connections = server.connections();

            client.host().unplug();
            messages("", 1, 1_000)
                    .forEach(message -> assertThat(server.publish("news", message)).isEqualTo(1));
            client.host().plug();

            assertThat(client.receivedUpTo("1000")).isEqualTo(messages("", 1, 1_000));
            assertThat(server.connections()).isEqualTo(connections);
        }
    }

    @Test
    void whoseCableIsPulledIsGoneOnEveryKindOfConnectionAndWhoIsOnlySilentIsNot() {
        try (Network network = Network.start(program, 3, Weather.FAIR);
                ServerHost server = server(network.host(1), SILENCE_SECONDS);
                ChildProcess cut = silentPeers(network.host(2), server);
                ChildProcess silent = silentPeers(network.host(3), server)) {
            assertThat(cut.awaitLine("subscribed")).isEqualTo("subscribed 12");
            assertThat(silent.awaitLine("subscribed")).isEqualTo("subscribed 12");

            network.host(2).unplug();
            assertThat(server.publish("busy", "x".repeat(1 << 20))).isEqualTo(12);

            await().atMost(PATIENCE).until(() -> server.subscribers("busy") <= 6);
            await().atMost(PATIENCE).until(() -> server.subscribers("quiet") <= 6);
            assertThat(server.ended("peer-gone")).isEqualTo(12);
            assertThat(server.publish("busy", "x")).isEqualTo(6);
            assertThat(server.publish("quiet", "x")).isEqualTo(6);
        }
    }

    private static ChildProcess silentPeers(Host host, ServerHost server) {
        return host.start(
                List.of(
                        "/usr/bin/python3",
                        ChildProcess.script("python", "silent_peers.py"),
                        server.host().address(),
                        certificates.path("ca.pem")));
    }

    @Test
    void whenTheCableIsBackSoAreTheClientsAndNothingElseIsLost() {
        try (Network network = Network.start(program, 5, Weather.FAIR);
                ServerHost server = server(network.host(1), SILENCE_SECONDS);
                ClientHost first = ClientHost.start(network.host(2), Library.REDIS_PY, server);
                ClientHost second = ClientHost.start(network.host(3), Library.NODE_REDIS, server);
                ClientHost third = ClientHost.start(network.host(4), Library.LETTUCE, server);
                ClientHost bystander =
                        ClientHost.start(network.host(5), Library.REDIS_PY, server)) {
            List<ClientHost> cut = List.of(first, second, third);
            Numbers numbers = new Numbers(server);
            int before = numbers.publish(100);
            cut.forEach(client -> client.receivedUpTo(String.valueOf(before)));

            cut.forEach(client -> client.host().unplug());
            await().atMost(PATIENCE).until(() -> numbers.reached(1));
            cut.forEach(client -> client.host().plug());
            await().atMost(PATIENCE).until(() -> numbers.reached(4));
            int back = numbers.last();
            int end = numbers.publish(100);

            assertThat(bystander.receivedUpTo(String.valueOf(end))).isEqualTo(messages("", 1, end));
            for (ClientHost client : cut) {
                List<String> received = client.receivedUpTo(String.valueOf(end));
                assertThat(received).containsAll(messages("", 1, before));
                assertThat(received).containsAll(messages("", back, end));
                assertThat(received)
                        .isEqualTo(
                                messages("", 1, end).stream().filter(received::contains).toList());
            }
        }
    }

    /** Messages that are numbers, one more each time. */
    private static final class Numbers {
        private final ServerHost server;
        private int last;

        Numbers(ServerHost server) {
            this.server = server;
        }

        /** Publishes one, and answers whether it reached as many. */
        boolean reached(long subscribers) {
            last++;
            return server.publish("news", String.valueOf(last)) == subscribers;
        }

        int publish(int count) {
            for (int i = 0; i < count; i++) {
                last++;
                server.publish("news", String.valueOf(last));
            }
            return last;
        }

        int last() {
            return last;
        }
    }
}
