package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may reach the server: those that it served itself, and those it was told of. */
final class OriginTest {
    private static final String FRIEND = "https://chat.example";
    private static final String OTHER_FRIEND = "http://game.example:8000";

    private final WebServer server =
            WebServer.start("--http-allowed-origins", FRIEND, OTHER_FRIEND);
    private final RespClient listener = server.resp();

    OriginTest() {
        listener.send("PSUBSCRIBE", "*").read();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void nothingWasPublished() {
        assertThat(server.resp().number("PUBLISH", "now", "first")).isEqualTo(1);
        assertThat(listener.readRaw()).endsWith("$3\r\nnow\r\n$5\r\nfirst\r\n");
    }

    private void refusedEverywhere(String header) {
        server.call("GET /ws", RawWebSocket.upgradeWith(header)).refuses(403);
        server.call("GET /subscribe?channel=x", header).refuses(403);
        server.post("/publish/x", "never", header).refuses(403);
        server.call("GET /channels", header).refuses(403);
        server.call("GET /presence/x", header).refuses(403);
        nothingWasPublished();
        assertThat(server.resp().callRaw("PUBSUB", "CHANNELS")).isEqualTo("*0\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://evil.example:8080",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://127.0.0.1.evil.example:PORT",
                "http://127.0.0.2:PORT",
                "http://chat.example",
                "https://chat.example:444",
                "https://chat.example.evil.example",
                "https://evilchat.example",
                "https://sub.chat.example",
                "http://game.example",
                "file://",
                "chrome-extension://abc",
                "https://chat.example/",
                "https://chat.example https://evil.example",
                "null",
                "nonsense",
                ""
            })
    void aForeignPageReachesNothing(String origin) {
        refusedEverywhere("Origin: " + origin.replace("PORT", Integer.toString(server.webPort())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:PORT",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "127.0.0.1@evil.example",
                "evil.example#127.0.0.1",
                "chat.example.evil.example",
                "xn--localhost",
                "1.2.3",
                "0x7f000001.evil.example",
            })
    void aNameThatWasReboundReachesNothing(String host) {
        refusedEverywhere("Host: " + host.replace("PORT", Integer.toString(server.webPort())));
    }

    @Test
    void aReboundNameDoesNotMakeItsPageFamiliar() {
        String host = "rebound.example:" + server.webPort();

        server.call("GET /ws", RawWebSocket.upgradeWith("Host: " + host, "Origin: http://" + host))
                .refuses(403);
        server.post("/publish/x", "never", "Host: " + host, "Origin: http://" + host).refuses(403);
        nothingWasPublished();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:PORT",
                "localhost:PORT",
                "LocalHost",
                "[::1]:PORT",
                "[::1]",
                "192.168.1.7:80",
                "chat.example",
                "chat.example:443",
                "game.example:8000"
            })
    void aFamiliarNameIsServed(String host) {
        String header = "Host: " + host.replace("PORT", Integer.toString(server.webPort()));

        server.call("GET /healthz", header).says("{\"status\":\"ok\"}");
        server.post("/publish/x", "m", header).says("{\"receivers\":1}");
    }

    @Test
    void aRequestWithoutAHostOrWithTwoIsRefused() {
        server.http()
                .raw("POST /publish/x HTTP/1.1\r\nContent-Length: 1\r\n\r\nm")
                .read()
                .refuses(List.of(400, 403));
        server.post("/publish/x", "never", "Host: 127.0.0.1", "Host: evil.example")
                .refuses(List.of(400, 403));
        server.post("/publish/x", "never", "Host: evil.example", "Host: 127.0.0.1")
                .refuses(List.of(400, 403));
        nothingWasPublished();
    }

    @Test
    void twoOriginsAreRefused() {
        String own = "Origin: http://127.0.0.1:" + server.webPort();

        server.post("/publish/x", "never", own, "Origin: http://evil.example")
                .refuses(List.of(400, 403));
        server.post("/publish/x", "never", "Origin: http://evil.example", own)
                .refuses(List.of(400, 403));
        nothingWasPublished();
    }

    @Test
    void aFormOfAForeignPagePublishesNothing() {
        for (String type :
                List.of(
                        "application/x-www-form-urlencoded",
                        "multipart/form-data; boundary=x",
                        "text/plain")) {
            server.post(
                            "/publish/x",
                            "message=never",
                            "Content-Type: " + type,
                            "Origin: http://evil.example")
                    .refuses(403);
            server.post("/publish/x", "message=never", "Content-Type: " + type, "Origin: null")
                    .refuses(403);
        }
        nothingWasPublished();
    }

    @Test
    void anAnswerToAForeignPageDoesNotInviteIt() {
        Answer answer = server.call("GET /channels", "Origin: http://evil.example").refuses(403);

        assertThat(answer.header("access-control-allow-origin")).isEmpty();
        server.call(
                        "OPTIONS /publish/x",
                        "Origin: http://evil.example",
                        "Access-Control-Request-Method: POST")
                .refuses(403);
    }

    @Test
    void theServersOwnPagesReachEverything() {
        for (String host : List.of("127.0.0.1", "localhost")) {
            String authority = host + ":" + server.webPort();
            String[] headers = {"Host: " + authority, "Origin: http://" + authority};

            assertThat(server.webSocket(headers).reply("PING")).isEqualTo(Json.read("\"PONG\""));
            server.events("channel=x", headers);
            server.post("/publish/own", "m", headers).says("{\"receivers\":1}");
            assertThat(server.call("GET /channels", headers).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void aPictureOnAForeignPageReachesNothing(String site) {
        String[] headers = {"Sec-Fetch-Site: " + site, "Sec-Fetch-Mode: no-cors"};

        server.call("GET /subscribe?channel=x", headers).refuses(403);
        server.call("GET /channels", headers).refuses(403);
        nothingWasPublished();
    }

    @Test
    void aLinkOnAForeignPageMayLeadHere() {
        String[] link = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"};
        String[] own = {"Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors"};
        String[] typed = {"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate"};

        for (String[] headers : List.of(link, own, typed)) {
            assertThat(server.call("GET /", headers).status()).isEqualTo(200);
        }
    }

    @Test
    void whoIsNoPageNeedsNoOrigin() {
        server.post("/publish/x", "m").says("{\"receivers\":1}");
        assertThat(server.webSocket().reply("PING")).isEqualTo(Json.read("\"PONG\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {FRIEND, OTHER_FRIEND})
    void anAllowedPageReachesEverythingAndMayReadIt(String origin) {
        String header = "Origin: " + origin;

        assertThat(server.webSocket(header).reply("PING")).isEqualTo(Json.read("\"PONG\""));
        Answer published = server.post("/publish/x", "m", header);
        published.says("{\"receivers\":1}");
        Answer channels = server.call("GET /channels", header);
        Answer events = server.events("channel=x", header).head();
        Answer refused = server.call("GET /nope", header).refuses(404);

        for (Answer answer : List.of(published, channels, events, refused)) {
            assertThat(answer.header("access-control-allow-origin")).isEqualTo(origin);
            assertThat(answer.header("vary")).containsIgnoringCase("origin");
        }
    }

    @Test
    void anAllowedPageIsAnsweredBeforeItAsks() {
        Answer answer =
                server.call(
                        "OPTIONS /publish/x",
                        "Origin: " + FRIEND,
                        "Access-Control-Request-Method: POST",
                        "Access-Control-Request-Headers: authorization, content-type");

        assertThat(answer.status()).as("%s", answer).isBetween(200, 204);
        assertThat(answer.header("access-control-allow-origin")).isEqualTo(FRIEND);
        assertThat(answer.header("access-control-allow-methods")).contains("POST");
        assertThat(answer.header("access-control-allow-headers"))
                .containsIgnoringCase("authorization")
                .containsIgnoringCase("content-type");
        assertThat(answer.body()).isEmpty();
        nothingWasPublished();
    }

    @Test
    void whatIsRefusedForItsSizeDoesNotInviteAForeignPageEither() {
        Answer answer =
                server.post("/publish/x", "x".repeat((1 << 20) + 1), "Origin: http://evil.example")
                        .refuses(List.of(403, 413));

        assertThat(answer.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void withoutASettingNoOtherPageIsAllowed() {
        try (WebServer strict = WebServer.start()) {
            strict.post("/publish/x", "m", "Origin: " + FRIEND).refuses(403);
            strict.call("GET /ws", RawWebSocket.upgradeWith("Origin: " + FRIEND)).refuses(403);
            strict.call("GET /healthz", "Host: chat.example").refuses(403);
        }
    }
}
