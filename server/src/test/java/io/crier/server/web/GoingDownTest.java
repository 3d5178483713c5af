package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.RespClient;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients see of a server that goes down while some are connected. */
final class GoingDownTest {
    private static final int GOING_AWAY = 1001;

    private final WebServer server =
            WebServer.start("--io-threads", "1", "--drain-spread", "3600", "--drain-timeout", "60");
    private final Thread shutdown = Thread.ofPlatform().unstarted(server.inside()::shutdown);

    @AfterEach
    void close() throws InterruptedException {
        server.close();
        shutdown.join();
    }

    /**
     * The second of two browsers is told half an hour later, so the server stays on its way down.
     */
    private RawWebSocket goDownSlowly() {
        RawWebSocket first = server.webSocket();
        RawWebSocket second = server.webSocket();
        server.awaitSubscribers("none", 0);
        shutdown.start();
        first.expectClose(GOING_AWAY);
        return second;
    }

    @Test
    void aProbeIsToldOnAConnectionThatWasOpenAndNothingIsAcceptedAnyMore() {
        RawHttp probe = server.http();
        probe.call("GET /readyz").says("{\"status\":\"ok\"}");
        RespClient client = server.resp();
        int port = server.port();

        goDownSlowly();

        assertThat(probe.call("GET /readyz").refuses(503).text())
                .contains("the server is shutting down");
        probe.call("GET /healthz").says("{\"status\":\"ok\"}");
        probe.call("GET /subscribe?channel=news").refuses(503);
        assertThat(client.text("INFO", "server")).contains("shutdown_in_milliseconds:");
        assertThatThrownBy(() -> RespClient.connect(port)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(server::http).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void whoIsNotYetToldIsServedAsBefore() {
        RespClient publisher = server.resp();

        RawWebSocket second = goDownSlowly();

        second.subscribe("news");
        assertThat(publisher.number("PUBLISH", "news", "still here")).isEqualTo(1);
        assertThat(second.next().toString()).contains("still here");
    }

    @Test
    void aShutdownThatHasBegunCannotBeAbortedButHurried() throws InterruptedException {
        RespClient client = server.resp();
        assertThat(client.callRaw("SHUTDOWN", "ABORT"))
                .isEqualTo("-ERR No shutdown in progress.\r\n");

        goDownSlowly();

        assertThat(client.callRaw("SHUTDOWN", "ABORT")).startsWith("-ERR the shutdown cannot");
        client.send("SHUTDOWN", "NOW");
        server.inside().await();
        assertThat(client.readToEnd()).isEmpty();
    }

    @Test
    void browsersGetWhatWasPublishedAndThenAGoodbye() {
        RawWebSocket socket = server.webSocket().subscribe("news");
        EventStream events = server.events("channel=news");
        server.inside().publish("news", "last words");
        server.set("drain-spread", "0");

        shutdown.start();

        assertThat(socket.next().toString()).contains("last words");
        socket.expectClose(GOING_AWAY);
        assertThat(events.next().toString()).contains("last words");
        String rest = events.client().readToEnd();
        assertThat(rest.strip()).matches("retry: 1000");
    }

    @Test
    void theWordOfShutdownIsFollowedBySilence() throws InterruptedException {
        RawWebSocket socket = server.webSocket();
        server.set("drain-spread", "0");
        RespClient client = server.resp();

        client.send("SHUTDOWN", "NOSAVE");

        socket.expectClose(GOING_AWAY);
        assertThat(client.readToEnd()).isEmpty();
        server.inside().await();
    }

    @Test
    void aRequestThatIsBeingSentIsNotWaitedFor() throws InterruptedException {
        RawHttp slow = server.http();
        String request = slow.requestToPost("/publish/news", "all of it");
        slow.raw(request.substring(0, request.length() - 3));
        server.awaitSubscribers("none", 0);

        shutdown.start();

        assertThat(slow.readToEnd()).isEmpty();
        shutdown.join();
        await().until(() -> server.inside().port() == 0);
    }
}
