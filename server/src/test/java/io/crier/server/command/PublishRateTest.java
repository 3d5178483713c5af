package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TestServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rates of publishing. They are in bytes mostly, so slow that none comes back while a test runs.
 */
@ParameterizedClass
@CsvSource({"RESP2, 1", "RESP2, 3", "RESP3, 1", "RESP3, 3"})
final class PublishRateTest {
    private static final String EXCEEDED =
            "ERR rate limit of user 'default' exceeded: 1 bytes a second, again in ";
    private static final String TOO_LARGE =
            "ERR rate limit of user 'default' exceeded: channel and message have 1001 bytes, at"
                    + " most 1000 are allowed at once";
    private static final String LARGE = "x".repeat(1_000);
    private static final String SMALL = "x".repeat(399);

    private final Dialect dialect;
    private final TestServer server;
    private final RespClient client;
    private final RespClient listener;

    PublishRateTest(Dialect dialect, int loops) {
        this.dialect = dialect;
        server = TestServer.withLoops(loops);
        client = server.client(dialect);
        listener = server.client(dialect);
        listener.send("SUBSCRIBE", "c").read();
        set("publish-bytes-rate", "* 1/s 1000");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void set(String name, String value) {
        assertThat(client.text("CONFIG", "SET", name, value)).isEqualTo("OK");
    }

    private String stats(String name) {
        return client.text("INFO", "crier")
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("none");
    }

    private void heard(int count, String last) {
        for (int i = 0; i < count; i++) {
            assertThat(listener.readRaw()).contains(SMALL);
        }
        set("publish-bytes-rate", "");
        assertThat(client.number("PUBLISH", "c", last)).isEqualTo(1);
        assertThat(listener.readRaw()).contains(last);
    }

    @Test
    void whatExceedsARateIsRefusedInItsPlaceAndReachesNobody() {
        client.sendRaw(
                RespClient.encoded("PUBLISH", "c", SMALL)
                        + RespClient.encoded("PUBLISH", "c", LARGE)
                        + RespClient.encoded("PUBLISH", "c", SMALL)
                        + RespClient.encoded("PUBLISH", "c", SMALL)
                        + RespClient.encoded("PING"));

        assertThat(client.read()).isEqualTo(new Reply.Int(1));
        assertThat(RespClient.textOf(client.read())).isEqualTo(TOO_LARGE);
        assertThat(client.read()).isEqualTo(new Reply.Int(1));
        assertThat(RespClient.textOf(client.read())).startsWith(EXCEEDED);
        assertThat(RespClient.textOf(client.read())).isEqualTo("PONG");
        heard(2, "last");
    }

    @Test
    void allConnectionsOfAUserShareWhatItMayPublish() {
        List<RespClient> others =
                IntStream.range(0, 6).mapToObj(i -> server.client(dialect)).toList();

        long published =
                others.stream()
                        .filter(other -> other.call("PUBLISH", "c", SMALL) instanceof Reply.Int)
                        .count();

        assertThat(published).isEqualTo(2);
        heard(2, "last");
    }

    @Test
    void shardChannelsCountToo() {
        assertThat(client.number("SPUBLISH", "s", SMALL)).isZero();
        assertThat(client.number("PUBLISH", "c", SMALL)).isEqualTo(1);

        assertThat(client.text("SPUBLISH", "s", SMALL)).startsWith(EXCEEDED);
    }

    @Test
    void publishesOfATransactionAreCountedWhenItRuns() {
        client.sendRaw(
                RespClient.encoded("MULTI")
                        + RespClient.encoded("PUBLISH", "c", SMALL)
                        + RespClient.encoded("PUBLISH", "c", LARGE)
                        + RespClient.encoded("PING")
                        + RespClient.encoded("PUBLISH", "c", SMALL)
                        + RespClient.encoded("SPUBLISH", "c", SMALL)
                        + RespClient.encoded("EXEC"));
        assertThat(RespClient.textOf(client.read())).isEqualTo("OK");
        for (int i = 0; i < 5; i++) {
            assertThat(RespClient.textOf(client.read())).isEqualTo("QUEUED");
        }

        List<Reply> replies = ((Reply.Array) client.read()).elements();

        assertThat(replies).hasSize(5);
        assertThat(replies.get(0)).isEqualTo(new Reply.Int(1));
        assertThat(RespClient.textOf(replies.get(1))).isEqualTo(TOO_LARGE);
        assertThat(RespClient.textOf(replies.get(2))).isEqualTo("PONG");
        assertThat(replies.get(3)).isEqualTo(new Reply.Int(1));
        assertThat(RespClient.textOf(replies.get(4))).startsWith(EXCEEDED);
        assertThat(stats("publishes_over_rate")).isEqualTo("2");
        heard(2, "last");
    }

    @Test
    void aTransactionOfRefusedPublishesAloneIsAnswered() {
        client.call("MULTI");
        client.call("PUBLISH", "c", LARGE);
        client.call("PUBLISH", "c", LARGE);

        List<Reply> replies = ((Reply.Array) client.call("EXEC")).elements();

        assertThat(replies).extracting(RespClient::textOf).containsExactly(TOO_LARGE, TOO_LARGE);
        heard(0, "last");
    }

    @Test
    void aBurstOfPublishesMayComeAtOnce() {
        set("publish-bytes-rate", "");
        set("publish-rate", "default 1/s 5");
        client.sendRaw(RespClient.encoded("PUBLISH", "c", SMALL).repeat(200));

        List<Reply> replies = IntStream.range(0, 200).mapToObj(i -> client.read()).toList();

        assertThat(replies.subList(0, 5)).containsOnly(new Reply.Int(1));
        assertThat(replies).anyMatch(reply -> reply instanceof Reply.Error);
        long published = replies.stream().filter(new Reply.Int(1)::equals).count();
        set("publish-rate", "");
        heard((int) published, "last");
    }

    @Test
    void theWayWhereEachPublishIsMeasuredCountsOnce() {
        set("slowlog-log-slower-than", "0");
        client.sendRaw(RespClient.encoded("PUBLISH", "c", SMALL).repeat(3));

        assertThat(client.read()).isEqualTo(new Reply.Int(1));
        assertThat(client.read()).isEqualTo(new Reply.Int(1));
        assertThat(RespClient.textOf(client.read())).startsWith(EXCEEDED);
        heard(2, "last");
    }

    @Test
    void refusedPublishesAreCountedByUser() {
        client.call("PUBLISH", "c", LARGE);
        client.call("PUBLISH", "c", LARGE);

        assertThat(stats("publishes_over_rate")).isEqualTo("2");
        assertThat(stats("publishes_over_rate_default")).isEqualTo("2");

        client.call("CONFIG", "RESETSTAT");
        assertThat(stats("publishes_over_rate")).isEqualTo("0");
        assertThat(stats("publishes_over_rate_default")).isEqualTo("none");
    }

    @Test
    void aRateForOtherUsersConcernsNobodyElse() {
        set("publish-bytes-rate", "bot:* 1/s");

        for (int i = 0; i < 10; i++) {
            assertThat(client.number("PUBLISH", "nobody", LARGE)).isZero();
        }
    }
}
