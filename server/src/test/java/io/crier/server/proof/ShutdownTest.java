package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.protocol.Reply;
import io.crier.server.CrierServer;
import io.crier.server.Subscription;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Transport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is told to go down keeps its word: what it answered as delivered is delivered. */
final class ShutdownTest {
    private static final int LOOPS = 2;
    private static final long LONG_SECONDS = 600;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "NIO"})
    void everythingThatWasCountedIsDelivered(Transport transport) throws Exception {
        CrierServer server =
                CrierServer.start(
                        Carriers.settings(transport, LOOPS)
                                .with(SettingTable.DRAIN_TIMEOUT, LONG_SECONDS));
        try (RawClient slow = new RawClient(server.port(), 4096);
                RawClient publisher = new RawClient(server.port())) {
            slow.call("SUBSCRIBE", "c");
            String message = "x".repeat(10_000);
            publisher.raw(RawClient.request("PUBLISH", "c", message)).read();
            byte[] request = RawClient.request("PUBLISH", "c", message);
            Thread publishing =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < 1_000; i++) {
                                    publisher.raw(request);
                                }
                            });
            long counted = 1;
            for (int i = 0; i < 600; i++) {
                counted += ((Reply.Int) publisher.read()).value();
            }
            publishing.join();

            Thread shutdown = Thread.ofPlatform().start(server::shutdown);
            for (Reply reply : publisher.readToEnd()) {
                counted += ((Reply.Int) reply).value();
            }
            List<Reply> delivered = slow.readToEnd();
            shutdown.join();

            assertThat(delivered).hasSizeGreaterThanOrEqualTo((int) counted);
        } finally {
            server.close();
        }
    }

    @Test
    void aListenerInsideTheProgramGetsAllThatWasPublished() {
        CrierServer server = CrierServer.start(0);
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        Subscription subscription =
                server.subscribe("c", (channel, message) -> received.add(message.toString()));
        for (int i = 0; i < 10_000; i++) {
            assertThat(server.publish("c", "message " + i)).isEqualTo(1);
        }

        server.shutdown();

        assertThat(received).hasSize(10_000);
        assertThatThrownBy(() -> server.publish("c", "late"))
                .isInstanceOf(IllegalStateException.class);
        subscription.close();
    }

    @Test
    void whoNeverReadsIsWaitedForNoLongerThanDrainTimeout() {
        CrierServer server =
                CrierServer.start(
                        Carriers.settings(Transport.AUTO, LOOPS)
                                .with(SettingTable.DRAIN_TIMEOUT, 1L));
        try (RawClient deaf = new RawClient(server.port(), 4096);
                RawClient publisher = new RawClient(server.port())) {
            deaf.call("SUBSCRIBE", "c");
            for (int i = 0; i < 20; i++) {
                publisher.publish("c", "x".repeat(300_000));
            }

            server.shutdown();

            assertThat(publisher.readToEnd()).isEmpty();
        }
    }

    @Test
    void closingEndsAShutdownThatWaits() throws InterruptedException {
        CrierServer server =
                CrierServer.start(
                        Carriers.settings(Transport.AUTO, LOOPS)
                                .with(SettingTable.DRAIN_TIMEOUT, LONG_SECONDS));
        try (RawClient deaf = new RawClient(server.port(), 4096);
                RawClient publisher = new RawClient(server.port())) {
            deaf.call("SUBSCRIBE", "c");
            for (int i = 0; i < 20; i++) {
                publisher.publish("c", "x".repeat(300_000));
            }
            Thread shutdown = Thread.ofPlatform().start(server::shutdown);
            assertThat(publisher.readToEnd()).isEmpty();

            server.close();

            shutdown.join();
        }
    }
}
