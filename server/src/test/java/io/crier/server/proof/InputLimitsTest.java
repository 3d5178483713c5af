package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Reply;
import io.crier.server.CrierServer;
import io.crier.server.message.Bytes;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.WebTable;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every limit on what a client may send: below it and at it all is well, above it comes the error
 * and the end.
 */
final class InputLimitsTest {
    private static final int MEGABYTE = 1 << 20;
    private static final Settings SETTINGS =
            Settings.defaults().with(SettingTable.PORT, 0L).with(WebTable.HTTP_PORT, 0L);

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024 - 1, 64 * 1024})
    void anInlineRequestOfUpTo64KbIsAnswered(int bytes) {
        try (CrierServer server = CrierServer.start(SETTINGS);
                Bystanders others = new Bystanders(server.port());
                RawClient client = new RawClient(server.port())) {
            client.raw("ECHO " + "x".repeat(bytes - 5) + "\n");

            assertThat(client.read()).isEqualTo(Reply.Bulk.of("x".repeat(bytes - 5)));
            others.goOn();
        }
    }

    @Test
    void anInlineRequestOfMoreIsTooBig() {
        try (CrierServer server = CrierServer.start(SETTINGS);
                Bystanders others = new Bystanders(server.port());
                RawClient client = new RawClient(server.port())) {
            client.raw("ECHO " + "x".repeat(64 * 1024 - 4));

            assertThat(client.readToEnd())
                    .containsExactly(new Reply.Error("ERR Protocol error: too big inline request"));
            others.goOn();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MEGABYTE - 1, MEGABYTE})
    void anArgumentOfUpToProtoMaxBulkLenIsTaken(int bytes) {
        Settings settings = SETTINGS.with(SettingTable.BULK_LENGTH_MAX, (long) MEGABYTE);
        try (CrierServer server = CrierServer.start(settings);
                RawClient client = new RawClient(server.port())) {
            String argument = "x".repeat(bytes);

            assertThat(client.call("ECHO", argument)).isEqualTo(Reply.Bulk.of(argument));
        }
    }

    @Test
    void aLongerArgumentIsRefusedAtItsHeader() {
        Settings settings = SETTINGS.with(SettingTable.BULK_LENGTH_MAX, (long) MEGABYTE);
        try (CrierServer server = CrierServer.start(settings);
                Bystanders others = new Bystanders(server.port());
                RawClient client = new RawClient(server.port())) {
            client.raw("PING\r\n*2\r\n$4\r\nECHO\r\n$" + (MEGABYTE + 1) + "\r\n");

            assertThat(client.readToEnd())
                    .containsExactly(
                            new Reply.Simple("PONG"),
                            new Reply.Error("ERR Protocol error: invalid bulk length"));
            others.goOn();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MEGABYTE - 1, MEGABYTE})
    void anUnfinishedRequestOfUpToTheQueryBufferLimitMayBeFinished(int bytes) {
        Settings settings = SETTINGS.with(SettingTable.QUERY_BUFFER_LIMIT, (long) MEGABYTE);
        try (CrierServer server = CrierServer.start(settings);
                RawClient client = new RawClient(server.port());
                RawClient watcher = new RawClient(server.port())) {
            byte[] request = RawClient.request("ECHO", "x".repeat(2 * MEGABYTE));
            client.raw(Arrays.copyOf(request, bytes));
            awaitUnread(watcher, bytes, 1);
            client.raw(Arrays.copyOfRange(request, bytes, MEGABYTE + 10));

            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void anUnfinishedRequestThatFitsIsAnswered() {
        Settings settings = SETTINGS.with(SettingTable.QUERY_BUFFER_LIMIT, (long) MEGABYTE);
        try (CrierServer server = CrierServer.start(settings);
                RawClient client = new RawClient(server.port());
                RawClient watcher = new RawClient(server.port())) {
            String argument = "x".repeat(MEGABYTE - 30);
            byte[] request = RawClient.request("ECHO", argument);
            client.raw(Arrays.copyOf(request, request.length - 1));
            awaitUnread(watcher, request.length - 1, 1);
            client.raw("\n");

            assertThat(client.read()).isEqualTo(Reply.Bulk.of(argument));
        }
    }

    /** Waits until that many clients have sent so many bytes of a request that is unfinished. */
    private static void awaitUnread(RawClient watcher, int bytes, int clients) {
        await().until(() ->
                watcher.call("CLIENT", "LIST") instanceof Reply.Bulk list
                        && list.text()
                                        .lines()
                                        .filter(line -> line.contains(" qbuf=" + bytes + " "))
                                        .count()
                                == clients);
    }

    @Test
    void whoIsNotAuthenticatedMaySendTenWordsOf16Kb() {
        Settings settings = SETTINGS.with(SettingTable.PASSWORD, Bytes.of("secret"));
        try (CrierServer server = CrierServer.start(settings);
                RawClient client = new RawClient(server.port())) {
            String[] words = new String[10];
            Arrays.fill(words, "x".repeat(16 * 1024));

            assertThat(client.call(words))
                    .isInstanceOfSatisfying(
                            Reply.Error.class,
                            error -> assertThat(error.text()).startsWith("ERR unknown command"));
            assertThat(client.call("PUBLISH", "c", "m"))
                    .isEqualTo(new Reply.Error("NOAUTH Authentication required."));
            assertThat(client.call("AUTH", "secret")).isEqualTo(new Reply.Simple("OK"));
            assertThat(client.publish("c", "x".repeat(16 * 1024 + 1))).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*11\r\n", "*2\r\n$4\r\nECHO\r\n$16385\r\n"})
    void whoIsNotAuthenticatedMayNotSendMore(String request) {
        Settings settings = SETTINGS.with(SettingTable.PASSWORD, Bytes.of("secret"));
        try (CrierServer server = CrierServer.start(settings);
                RawClient client = new RawClient(server.port())) {
            client.raw(request);

            assertThat(client.readToEnd())
                    .singleElement()
                    .asString()
                    .contains("Protocol error: unauthenticated");
        }
    }

    @Test
    void asManyAsMaxclientsComeInAndTheNextOneWhenOneHasGone() {
        try (CrierServer server = CrierServer.start(SETTINGS.with(SettingTable.MAX_CLIENTS, 3L));
                RawClient first = new RawClient(server.port());
                RawClient second = new RawClient(server.port())) {
            assertThat(first.call("PING")).isEqualTo(new Reply.Simple("PONG"));
            assertThat(second.call("PING")).isEqualTo(new Reply.Simple("PONG"));
            try (RawClient third = new RawClient(server.port());
                    RawClient fourth = new RawClient(server.port())) {
                assertThat(third.call("PING")).isEqualTo(new Reply.Simple("PONG"));
                assertThat(fourth.readToEnd())
                        .containsExactly(new Reply.Error("ERR max number of clients reached"));
            }
            await().until(() -> {
                try (RawClient next = new RawClient(server.port())) {
                    next.halfClose();
                    return next.readToEnd().isEmpty();
                }
            });
        }
    }

    @Test
    void anArgumentThatIsAnnouncedAndNeverSentTakesNoMemory() {
        List<RawClient> clients = new ArrayList<>();
        try (CrierServer server = CrierServer.start(SETTINGS);
                RawClient watcher = new RawClient(server.port())) {
            String header = "*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$" + 512 * MEGABYTE + "\r\nbegun";
            for (int i = 0; i < 20; i++) {
                clients.add(new RawClient(server.port()).raw(header));
            }
            awaitUnread(watcher, header.length(), 20);

            assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThan(MEGABYTE);
        } finally {
            clients.forEach(RawClient::close);
        }
    }
}
