package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users and their rules over HTTP, events and WebSockets. */
final class WebUsersTest {
    private static final String ANN =
            "Authorization: Basic " + Json.base64(Frame.utf8("ann:secret"));
    private static final String WRONG =
            "Authorization: Basic " + Json.base64(Frame.utf8("ann:wrong"));

    private final WebServer server =
            WebServer.start(
                    "--user", "ann", "on", ">secret", "+@pubsub", "+auth", "&chat", "&chat.*");
    private final RespClient admin = server.resp();

    @AfterEach
    void close() {
        server.close();
    }

    private void does(String... words) {
        assertThat(admin.callRaw(words)).isEqualTo("+OK\r\n");
    }

    @Test
    void aUserPublishesWhereItMay() {
        server.post("/publish/chat", "m", ANN).says("{\"receivers\":0}");
        server.post("/publish/other", "never", ANN).refuses(403);
        server.post("/publish/chat", "never", WRONG).refuses(401);
        server.call("GET /presence/chat", ANN).says("{\"channel\":\"chat\",\"names\":[]}");
        server.call("GET /presence/other", ANN).refuses(403);
        does("ACL", "SETUSER", "ann", "-publish");
        server.post("/publish/chat", "never", ANN).refuses(403);
    }

    @Test
    void aUserHearsByEventsWhatItMay() {
        EventStream events = server.events("channel=chat&pattern=chat.*", ANN);
        assertThat(events.head().status()).isEqualTo(200);
        server.call("GET /subscribe?channel=other", ANN).refuses(403);
        server.call("GET /subscribe?channel=chat&pattern=*", ANN).refuses(403);
    }

    @Test
    void aUserOfAWebSocketDoesWhatItMay() {
        RawWebSocket socket = server.webSocket(ANN);
        assertThat(socket.error("SUBSCRIBE", "other")).startsWith("NOPERM ");
        assertThat(socket.error("PSUBSCRIBE", "*")).startsWith("NOPERM ");
        assertThat(socket.error("PUBLISH", "other", "m")).startsWith("NOPERM ");
        socket.subscribe("chat");
        RawWebSocket late = server.webSocket();
        assertThat(late.reply("AUTH", "ann", "secret")).isEqualTo(Json.read("\"OK\""));
        assertThat(late.error("PING")).startsWith("NOPERM ");
        assertThat(late.reply("PUBLISH", "chat", "m")).isEqualTo(Json.read("1"));
    }

    /** A client whose head was let in, and whose body is still to come. */
    private RawHttp letIn() {
        RawHttp client = server.http();
        client.raw(
                client.request(
                        "POST /publish/chat", "Content-Length: 1", "Expect: 100-continue", ANN));
        assertThat(client.readHead().status()).isEqualTo(100);
        return client;
    }

    @Test
    void whatAHeadShowsIsLookedAtOnce() {
        RawHttp client = letIn();
        does("ACL", "SETUSER", "ann", "resetpass", ">new");
        client.raw("m").read().says("{\"receivers\":0}");
        client.post("/publish/chat", "never", ANN).refuses(401);
    }

    @Test
    void aUserDeletedBetweenHeadAndBodyIsNotLetIn() {
        RawHttp client = letIn();
        assertThat(admin.number("ACL", "DELUSER", "ann")).isEqualTo(1);
        client.raw("m").read().refuses(401);
    }

    @Test
    void rulesChangedBetweenHeadAndBodyAreInForce() {
        RawHttp client = letIn();
        does("ACL", "SETUSER", "ann", "resetchannels");
        client.raw("m").read().refuses(403);
    }

    @Test
    void whatTellsOfTheServerIsForWhoMayRunInfo() {
        server.call("GET /metrics", ANN).refuses(403);
        server.call("GET /dashboard/stats", ANN).refuses(403);
        does("ACL", "SETUSER", "ann", "+info");
        assertThat(server.call("GET /metrics", ANN).status()).isEqualTo(200);
        assertThat(server.call("GET /metrics").status()).isEqualTo(200);
    }

    @Test
    void withADefaultUserThatIsOffANameIsNeeded() {
        does("ACL", "SETUSER", "root", "on", ">r", "~*", "&*", "+@all");
        does("AUTH", "root", "r");
        does("ACL", "SETUSER", "default", "off");
        server.post("/publish/chat", "never").refuses(401);
        server.post("/publish/chat", "m", ANN).says("{\"receivers\":0}");
        does("ACL", "SETUSER", "default", "on");
    }

    @Test
    void browsersThatHoldWhatWasTakenAreDisconnectedAndNoOthers() {
        RawWebSocket socket = server.webSocket(ANN);
        socket.subscribe("chat");
        EventStream events = server.events("channel=chat", ANN);
        assertThat(events.head().status()).isEqualTo(200);
        EventStream pardoned = server.events("pattern=chat.*", ANN);
        assertThat(pardoned.head().status()).isEqualTo(200);
        server.awaitSubscribers("chat", 2);

        does("ACL", "SETUSER", "ann", "resetchannels", "&chat.*");

        server.awaitSubscribers("chat", 0);
        assertThat(admin.number("PUBLISH", "chat.x", "m")).isEqualTo(1);
        assertThat(admin.text("INFO", "clients")).contains("pubsub_clients:1");
    }
}
