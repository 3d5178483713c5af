package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the server ends by itself: idle clients, slow readers, and the biggest when all take too
 * much.
 */
@ParameterizedClass
@ValueSource(ints = {1, 3})
final class ClientLimitsTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);

    private final TestServer server;

    ClientLimitsTest(int loops) {
        server = TestServer.with(settings -> settings.with(SettingTable.IO_THREADS, (long) loops));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void set(String name, String value) {
        assertThat(server.settings().change(List.of(new LiveSettings.Pair(name, Bytes.of(value)))))
                .isNull();
    }

    @Test
    void anIdleClientIsClosedButNoneThatListens() {
        RespClient idle = server.client();
        RespClient subscriber = server.client();
        RespClient monitor = server.client();
        idle.call("PING");
        subscriber.call("SUBSCRIBE", "x");
        monitor.call("MONITOR");

        set("timeout", "1");

        assertThat(idle.readToEnd()).isEmpty();
        assertThat(server.client().number("PUBLISH", "x", "still")).isEqualTo(1);
        assertThat(subscriber.readRaw()).endsWith("still\r\n");
        assertThat(monitor.readRaw()).contains("\"PUBLISH\"");
    }

    @Test
    void aNewLimitHoldsForSubscribersThatAreOpen() {
        RespClient slow = server.client();
        slow.call("SUBSCRIBE", "x");
        RespClient publisher = server.client();
        set("client-output-buffer-limit", "pubsub 4mb 0 0");

        // Less than the limit that held before.
        for (int i = 0; i < 24; i++) {
            publisher.number("PUBLISH", "x", MEGABYTE);
        }
        await().until(() -> publisher.callRaw("PUBSUB", "NUMSUB", "x").endsWith(":0\r\n"));

        assertThat(slow.readToEnd()).isNotEmpty();
    }

    @Test
    void manyWhoReachTheirLimitTogetherAreCountedNoMoreAndEachConnectionEnds() {
        set("client-output-buffer-limit", "pubsub 4mb 0 0");
        List<RespClient> crowd = Stream.generate(server::client).limit(30).toList();
        crowd.forEach(slow -> slow.call("SUBSCRIBE", "x"));
        RespClient publisher = server.client();

        for (int i = 0; i < 24; i++) {
            publisher.number("PUBLISH", "x", MEGABYTE);
        }
        await().until(() -> publisher.number("PUBLISH", "x", "more") == 0);

        await().until(() -> publisher.text("INFO", "clients").contains("connected_clients:1\r\n"));
        assertThat(crowd).allSatisfy(slow -> assertThat(slow.readToEnd()).doesNotContain("more"));
    }

    @Test
    void aSlowReaderAboveTheSoftLimitIsEndedWithoutFurtherMessages() {
        set("client-output-buffer-limit", "pubsub 0 1mb 1");
        RespClient slow = server.client();
        slow.call("SUBSCRIBE", "x");
        RespClient publisher = server.client();
        for (int i = 0; i < 16; i++) {
            publisher.number("PUBLISH", "x", MEGABYTE);
        }

        await().until(() -> publisher.callRaw("PUBSUB", "NUMSUB", "x").endsWith(":0\r\n"));

        assertThat(slow.readToEnd()).isNotEmpty();
    }

    @Test
    void whenAllTakeTooMuchTheBiggestIsClosedFirst() {
        RespClient protectedOne = server.client();
        RespClient biggest = server.client();
        RespClient smaller = server.client();
        protectedOne.call("CLIENT", "NO-EVICT", "ON");
        String closed = "id=" + biggest.number("CLIENT", "ID") + " ";
        String kept = "id=" + smaller.number("CLIENT", "ID") + " ";
        // Each leaves a request unfinished, which the server keeps.
        protectedOne.sendRaw("*2\r\n$4\r\nECHO\r\n$9000000\r\n" + MEGABYTE.repeat(8));
        biggest.sendRaw("*2\r\n$4\r\nECHO\r\n$5000000\r\n" + MEGABYTE.repeat(4));
        smaller.sendRaw("*2\r\n$4\r\nECHO\r\n$1048578\r\n" + MEGABYTE);
        RespClient asker = server.client();
        await().until(() ->
                asker.text("CLIENT", "LIST")
                                .lines()
                                .filter(line -> line.matches(".* qbuf=\\d{7,} .*"))
                                .count()
                        == 3);

        set("maxmemory-clients", "12mb");

        assertThat(biggest.readToEnd()).isEmpty();
        assertThat(smaller.sendRaw("yy\r\n").text("PING")).endsWith("xyy");
        assertThat(asker.text("CLIENT", "LIST")).contains(kept, "flags=e ").doesNotContain(closed);
    }

    @Test
    void bytesThatManyWaitForCountOnce() {
        RespClient publisher = server.client();
        for (int i = 0; i < 20; i++) {
            server.client().call("SUBSCRIBE", "x");
        }
        set("maxmemory-clients", "40mb");

        // Each subscriber waits for up to 16 MiB, 320 MiB if each had its own.
        for (int i = 0; i < 16; i++) {
            assertThat(publisher.number("PUBLISH", "x", MEGABYTE)).isEqualTo(20);
        }
        await().until(() -> totalWaiting(publisher) > (40L << 20));

        // The server looked at memory many times before it finds somebody idle.
        set("timeout", "1");
        assertThat(publisher.readToEnd()).isEmpty();
        assertThat(server.client().number("PUBLISH", "x", "y")).isEqualTo(20);
    }

    private static long totalWaiting(RespClient client) {
        return Pattern.compile("(?<= omem=)\\d+")
                .matcher(client.text("CLIENT", "LIST"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group()))
                .sum();
    }
}
