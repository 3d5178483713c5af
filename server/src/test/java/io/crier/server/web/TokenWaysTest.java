package io.crier.server.web;

import static io.crier.server.web.TokenIssuer.RIGHTS;
import static io.crier.server.web.TokenIssuer.bearer;
import static io.crier.server.web.TokenIssuer.claims;
import static io.crier.server.web.TokenIssuer.sign;
import static io.crier.server.web.TokenIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TokenSigner;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tokens on every way into the server, where the default user needs a password. */
final class TokenWaysTest {
    private static final TokenSigner STRANGER = TokenSigner.of("ES256", "1");

    @TempDir static Path directory;

    private final WebServer server = TokenIssuer.start(directory);

    @AfterEach
    void close() {
        server.close();
    }

    private RespClient admin() {
        RespClient admin = server.resp();
        assertThat(admin.text("AUTH", "secret")).isEqualTo("OK");
        return admin;
    }

    @Test
    void aTokenIsShownToAuthAsThePasswordOfItsUser() {
        RespClient client = server.resp();

        assertThat(client.text("AUTH", "alice", token("alice"))).isEqualTo("OK");

        assertThat(client.text("ACL", "WHOAMI")).isEqualTo("alice");
        assertThat(client.number("PUBLISH", "alliance:red", "m")).isZero();
        assertThat(client.number("SPUBLISH", "alliance:red", "m")).isZero();
        assertThat(client.text("PUBLISH", "global", "m"))
                .isEqualTo("NOPERM No permissions to access a channel");
        client.send("SUBSCRIBE", "global", "alliance:blue").read();
        assertThat(client.readRaw()).contains("alliance:blue");
    }

    @Test
    void aTokenIsAlsoEnoughByItselfAndInHello() {
        assertThat(server.resp().text("AUTH", token("alice"))).isEqualTo("OK");
        RespClient client = server.resp();

        assertThat(client.call("HELLO", "3", "AUTH", "alice", token("alice")))
                .isInstanceOf(Reply.Map.class);
        assertThat(client.text("ACL", "WHOAMI")).isEqualTo("alice");
    }

    @Test
    void patternsAreSubscribedToByTheLetterAndOthersRefused() {
        RespClient client = server.resp();
        client.call("AUTH", "alice", token("alice"));

        for (String pattern : new String[] {"*", "alliance:r*", "alliance:**", "glob*"}) {
            assertThat(client.text("PSUBSCRIBE", pattern)).startsWith("NOPERM ");
        }
        assertThat(client.text("SUBSCRIBE", "other")).startsWith("NOPERM ");
        assertThat(client.text("SSUBSCRIBE", "other")).startsWith("NOPERM ");
        assertThat(client.text("SUBSCRIBE", "global", "other")).startsWith("NOPERM ");
        assertThat(client.callRaw("PSUBSCRIBE", "alliance:*")).contains("psubscribe");
    }

    @Test
    void whatIsForThePublisherIsNotHeardAndTheOtherWayRound() {
        String token = sign(claims("bot", 3_600, "\"publish\":[\"in\"],\"subscribe\":[\"out\"]"));
        RespClient client = server.resp();
        client.call("AUTH", "bot", token);

        assertThat(client.text("SUBSCRIBE", "in")).startsWith("NOPERM ");
        assertThat(client.text("PUBLISH", "out", "m")).startsWith("NOPERM ");
        assertThat(client.number("PUBLISH", "in", "m")).isZero();
    }

    @Test
    void nothingButItsOwnConnectionIsATokensBusiness() {
        RespClient client = server.resp();
        client.call("AUTH", "alice", token("alice"));

        for (String[] command :
                new String[][] {
                    {"CONFIG", "GET", "*"},
                    {"CONFIG", "SET", "token-keys", ""},
                    {"INFO"},
                    {"CLIENT", "LIST"},
                    {"CLIENT", "KILL", "TYPE", "normal"},
                    {"CLIENT", "PAUSE", "1000"},
                    {"PUBSUB", "CHANNELS"},
                    {"MONITOR"},
                    {"SHUTDOWN"},
                    {"ACL", "LIST"},
                    {"SLOWLOG", "GET"},
                    {"PRESENCE", "other"}
                }) {
            assertThat(client.text(command)).as(String.join(" ", command)).startsWith("NOPERM ");
        }
        assertThat(client.text("PING")).isEqualTo("PONG");
        assertThat(client.text("CLIENT", "SETNAME", "x")).isEqualTo("OK");
        assertThat(client.call("PRESENCE", "global")).isNotInstanceOf(Reply.Error.class);
        client.call("MULTI");
        client.call("PUBLISH", "alliance:red", "m");
        assertThat(client.call("EXEC")).isInstanceOf(Reply.Array.class);
    }

    @Test
    void aTokenOfSomebodyElseIsRefused() {
        RespClient client = server.resp();

        assertThat(client.text("AUTH", "bob", token("alice")))
                .isEqualTo("WRONGPASS the token is not this user's");
        assertThat(client.text("AUTH", "alice", STRANGER.sign(claims("alice", 3_600, RIGHTS))))
                .isEqualTo("WRONGPASS no key of token-keys has signed the token");
        assertThat(client.text("AUTH", sign(claims("alice", -1, RIGHTS))))
                .isEqualTo("WRONGPASS the token has expired");
        assertThat(client.text("PING")).startsWith("NOAUTH ");
        server.post("/publish/alliance:red", "m", bearer(STRANGER.sign(claims("a", 9, RIGHTS))))
                .refuses(401);
        server.call("GET /subscribe?channel=global&token=" + STRANGER.sign(claims("a", 9, RIGHTS)))
                .refuses(401);
        server.call("GET /ws?token=a.b.c", RawWebSocket.upgradeWith()).refuses(401);
    }

    @Test
    void aBearerOverHttpMayBeAToken() {
        RawWebSocket listener = server.webSocket(bearer(token("bob")));
        listener.subscribe("alliance:red");

        server.post("/publish/alliance:red", "m", bearer(token("alice"))).says("{\"receivers\":1}");
        listener.expect("{\"push\":[\"message\",\"alliance:red\",\"m\"],\"from\":\"alice\"}");
        server.post("/publish/global", "m", bearer(token("alice"))).refuses(403);
        server.call("GET /channels", bearer(token("alice"))).refuses(403);
        server.call("GET /metrics", bearer(token("alice"))).refuses(403);
        server.post("/publish/global", "m", "Authorization: Bearer secret")
                .says("{\"receivers\":0}");
    }

    @Test
    void anEventSourceShowsItsTokenInTheAddress() {
        EventStream events = server.events("channel=global&token=" + token("bob"));

        server.inside().publish("global", "hello");
        events.expect("{\"push\":[\"message\",\"global\",\"hello\"]}");
        server.call("GET /subscribe?channel=other&token=" + token("bob")).refuses(403);
        server.call("GET /subscribe?pattern=*&token=" + token("bob")).refuses(403);
    }

    @Test
    void aWebSocketShowsItsTokenInTheAddressOrToAuth() {
        RawHttp client = server.http();
        client.raw(client.request("GET /ws?token=" + token("alice"), RawWebSocket.upgradeWith()));
        assertThat(client.readHead().status()).isEqualTo(101);

        RawWebSocket socket = server.webSocket();
        assertThat(socket.error("SUBSCRIBE", "global")).startsWith("NOAUTH ");
        assertThat(socket.reply("AUTH", "alice", token("alice"))).isEqualTo(Json.read("\"OK\""));
        socket.subscribe("global");
        assertThat(socket.error("SUBSCRIBE", "other")).startsWith("NOPERM ");
    }

    @Test
    void onlyWhatStaysTakesATokenInTheAddress() {
        server.post("/publish/alliance:red?token=" + token("alice"), "m").refuses(401);
        server.call("GET /channels?token=" + token("alice")).refuses(401);
    }

    /** Otherwise what one token allowed would be heard for as long as another one lasts. */
    @Test
    void anotherLoginDoesNotKeepSubscriptionsThatItDoesNotAllow() {
        RespClient client = server.resp();
        client.call("HELLO", "3", "AUTH", "alice", token("alice"));
        client.send("SUBSCRIBE", "global").read();
        String other = sign(claims("alice", 3_600, "\"publish\":[\"global\"]"));

        assertThat(client.text("AUTH", "alice", other))
                .isEqualTo(
                        "NOPERM the session is subscribed to what the new user may not hear; unsubscribe first");
        client.send("UNSUBSCRIBE", "global").read();
        assertThat(client.text("AUTH", "alice", other)).isEqualTo("OK");
    }

    @Test
    void aResetEndsWhatTheTokenAllowed() {
        RespClient client = server.resp();
        client.call("AUTH", "alice", token("alice"));

        assertThat(client.text("RESET")).isEqualTo("RESET");

        assertThat(client.text("PUBLISH", "alliance:red", "m")).startsWith("NOAUTH ");
    }

    @Test
    void aTokenStandsInNoLogAndInNoAnswerAboutClients() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        String good = token("alice");
        String bad = STRANGER.sign(claims("alice", 3_600, RIGHTS));
        RespClient admin = admin();
        RespClient monitor = admin();
        try {
            admin.call("CONFIG", "SET", "slowlog-log-slower-than", "0");
            monitor.call("MONITOR");
            for (String token : new String[] {good, bad}) {
                server.resp().call("AUTH", "alice", token);
                server.resp().call("HELLO", "3", "AUTH", "alice", token);
                server.post("/publish/alliance:red", "m", bearer(token));
                server.call("GET /subscribe?channel=other&token=" + token);
                String broken = "GET /subscribe?channel=%zz&token=" + token + "%z";
                assertThat(server.call(broken).body()).doesNotContain(part(token));
                server.webSocket().call("AUTH", "alice", token);
            }
            admin.call("PING");
            StringBuilder monitored = new StringBuilder();
            while (!monitored.toString().contains("\"PING\"")) {
                monitored.append(monitor.readRaw());
            }
            String said =
                    monitored
                            + admin.callRaw("SLOWLOG", "GET", "-1")
                            + admin.callRaw("ACL", "LOG")
                            + admin.callRaw("CLIENT", "LIST")
                            + admin.callRaw("INFO", "everything");
            assertThat(said).contains("AUTH").doesNotContain(part(good), part(bad));
            assertThat(log.list)
                    .noneMatch(event ->
                            event.getFormattedMessage().contains(part(good))
                                    || event.getFormattedMessage().contains(part(bad)));
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }
    }

    /** The signature, which is nowhere else. */
    private static String part(String token) {
        return token.substring(token.lastIndexOf('.') + 1, token.lastIndexOf('.') + 40);
    }

    @Test
    void withoutAPasswordATokenStillCounts() {
        server.set("requirepass", "");

        server.post("/publish/global", "m", bearer(token("alice"))).refuses(403);
        server.post("/publish/global", "m").says("{\"receivers\":0}");
        server.post("/publish/global", "m", bearer(STRANGER.sign(claims("a", 9, RIGHTS))))
                .refuses(401);
    }

    @Test
    void ratesHoldForTheUserOfAToken() {
        server.set("publish-bytes-rate", "alice 1/s 100");
        String red = "alliance:red";
        String message = "x".repeat(70);

        server.post("/publish/" + red, message, bearer(token("alice"))).says("{\"receivers\":0}");
        server.post("/publish/" + red, message, bearer(token("alice"))).refuses(429);
        server.post("/publish/" + red, message, bearer(token("bob"))).says("{\"receivers\":0}");
    }
}
