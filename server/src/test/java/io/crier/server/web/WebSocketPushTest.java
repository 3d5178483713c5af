package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.testing.RespClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What arrives at a WebSocket without being asked for. */
final class WebSocketPushTest {
    private static final String NOT_UTF8 = "\u00ff\u0000\u00fe\r\n";

    private final WebServer server = WebServer.start();
    private final RawWebSocket socket = server.webSocket();
    private final RespClient resp = server.resp();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void messagesOfChannelsPatternsAndShardChannelsAreToldApart() {
        socket.subscribe("global");
        socket.reply("PSUBSCRIBE", "gl*");
        socket.reply("SSUBSCRIBE", "shard");

        assertThat(resp.number("PUBLISH", "global", "hello")).isEqualTo(2);
        assertThat(resp.number("SPUBLISH", "shard", "there")).isEqualTo(1);

        socket.expect("{\"push\":[\"message\",\"global\",\"hello\"]}")
                .expect("{\"push\":[\"pmessage\",\"gl*\",\"global\",\"hello\"]}")
                .expect("{\"push\":[\"smessage\",\"shard\",\"there\"]}");
    }

    @Test
    void thePublishersNameComesAlong() {
        socket.subscribe("global");
        socket.reply("PSUBSCRIBE", "gl*");
        socket.reply("SSUBSCRIBE", "shard");
        resp.call("CLIENT", "SETNAME", "alice");
        RawWebSocket other = server.webSocket();
        other.reply("CLIENT", "SETNAME", "bob");

        resp.call("PUBLISH", "global", "1");
        other.reply("PUBLISH", "global", "2");
        resp.call("SPUBLISH", "shard", "3");
        resp.call("CLIENT", "SETNAME", "");
        resp.call("PUBLISH", "global", "4");

        socket.expect("{\"push\":[\"message\",\"global\",\"1\"],\"from\":\"alice\"}")
                .expect("{\"push\":[\"pmessage\",\"gl*\",\"global\",\"1\"],\"from\":\"alice\"}")
                .expect("{\"push\":[\"message\",\"global\",\"2\"],\"from\":\"bob\"}")
                .expect("{\"push\":[\"pmessage\",\"gl*\",\"global\",\"2\"],\"from\":\"bob\"}")
                .expect("{\"push\":[\"smessage\",\"shard\",\"3\"],\"from\":\"alice\"}")
                .expect("{\"push\":[\"message\",\"global\",\"4\"]}");
    }

    @Test
    void messagesOfOneBurstKeepTheNamesThatHeldWhenTheyWereSent() {
        socket.subscribe("global");

        resp.sendRaw(
                RespClient.encoded("PUBLISH", "global", "1")
                        + RespClient.encoded("CLIENT", "SETNAME", "alice")
                        + RespClient.encoded("PUBLISH", "global", "2")
                        + RespClient.encoded("CLIENT", "SETNAME", "bob")
                        + RespClient.encoded("PUBLISH", "global", "3"));

        socket.expect("{\"push\":[\"message\",\"global\",\"1\"]}")
                .expect("{\"push\":[\"message\",\"global\",\"2\"],\"from\":\"alice\"}")
                .expect("{\"push\":[\"message\",\"global\",\"3\"],\"from\":\"bob\"}");
    }

    @Test
    void whatWasPublishedInOneTransactionCarriesTheName() {
        socket.subscribe("global");
        resp.call("CLIENT", "SETNAME", "alice");
        resp.sendRaw(
                RespClient.encoded("MULTI")
                        + RespClient.encoded("PUBLISH", "global", "1")
                        + RespClient.encoded("PUBLISH", "global", "2")
                        + RespClient.encoded("EXEC"));

        socket.expect("{\"push\":[\"message\",\"global\",\"1\"],\"from\":\"alice\"}")
                .expect("{\"push\":[\"message\",\"global\",\"2\"],\"from\":\"alice\"}");
    }

    @Test
    void whatHasNoNameComesWithoutOne() {
        socket.subscribe("global");
        RawWebSocket named = server.webSocket();
        named.reply("CLIENT", "SETNAME", "bob");

        server.inside().publish("global", "from inside");
        server.post("/publish/global", "by POST").says("{\"receivers\":1}");

        socket.expect("{\"push\":[\"message\",\"global\",\"from inside\"]}")
                .expect("{\"push\":[\"message\",\"global\",\"by POST\"]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"quoted\" and \\ back",
                "line\nfeed\r\ttab",
                "\u0000\u0001\u001f\u007f",
                "\u00e9 \u20ac \ud83d\ude00 \u2028\u2029",
                "</script><script>alert(1)</script>",
                "{\"id\":1}"
            })
    void anyTextArrivesAsItIs(String text) {
        socket.subscribe("global");
        String utf8 = Frame.utf8(text);

        String push = "{\"push\":[\"message\",\"global\"," + Json.quoted(text) + "]}";

        assertThat(resp.number("PUBLISH", "global", utf8)).isEqualTo(1);

        socket.expect(push)
                .send(Json.request("7", "PUBLISH", "global", text))
                .expect("{\"id\":7,\"reply\":1}")
                .expect(push);
    }

    @Test
    void aMessageThatIsNoTextIsBase64() {
        socket.subscribe("global");
        socket.reply("PSUBSCRIBE", "gl*");
        resp.call("CLIENT", "SETNAME", "alice");

        resp.call("PUBLISH", "global", NOT_UTF8);

        JsonNode message = socket.next();
        assertThat(message.get("encoding")).isEqualTo(Json.read("\"base64\""));
        assertThat(message.get("push"))
                .isEqualTo(
                        Json.read(
                                "[\"message\",\""
                                        + Json.base64("global")
                                        + "\",\""
                                        + Json.base64(NOT_UTF8)
                                        + "\"]"));
        assertThat(socket.next().get("push"))
                .isEqualTo(
                        Json.read(
                                "[\"pmessage\",\""
                                        + Json.base64("gl*")
                                        + "\",\""
                                        + Json.base64("global")
                                        + "\",\""
                                        + Json.base64(NOT_UTF8)
                                        + "\"]"));
    }

    @Test
    void namesThatAreNoTextTravelAsBase64InBothDirections() {
        String name = Json.base64(NOT_UTF8);
        socket.send(
                        "{\"id\":1,\"encoding\":\"base64\",\"command\":[\"SUBSCRIBE\",\""
                                + name
                                + "\"]}")
                .expect(
                        "{\"id\":1,\"encoding\":\"base64\",\"reply\":[[\""
                                + Json.base64("subscribe")
                                + "\",\""
                                + name
                                + "\",1]]}");

        assertThat(resp.number("PUBLISH", NOT_UTF8, "hello")).isEqualTo(1);

        socket.expect(
                "{\"push\":[\"message\",\""
                        + name
                        + "\",\""
                        + Json.base64("hello")
                        + "\"],\"encoding\":\"base64\"}");
    }

    @Test
    void aRequestInBase64PublishesAnyBytes() {
        resp.call("SUBSCRIBE", NOT_UTF8);

        socket.send(
                        "{\"id\":1,\"command\":[\"PUBLISH\",\""
                                + Json.base64(NOT_UTF8)
                                + "\",\""
                                + Json.base64("\u0080\u0000x")
                                + "\"],\"encoding\":\"base64\"}")
                .expect("{\"id\":1,\"reply\":1}");

        assertThat(resp.readRaw()).contains(NOT_UTF8).endsWith("\u0080\u0000x\r\n");
    }

    @Test
    void aReplyThatIsTextStaysTextWhateverTheRequestWas() {
        socket.send(
                        "{\"id\":1,\"encoding\":\"base64\",\"command\":[\"ECHO\",\""
                                + Json.base64("hello")
                                + "\"]}")
                .expect("{\"id\":1,\"reply\":\"hello\"}");
        socket.send(
                        "{\"id\":2,\"encoding\":\"base64\",\"command\":[\"ECHO\",\""
                                + Json.base64(NOT_UTF8)
                                + "\"]}")
                .expect(
                        "{\"id\":2,\"encoding\":\"base64\",\"reply\":\""
                                + Json.base64(NOT_UTF8)
                                + "\"}");
        socket.send("{\"id\":3,\"encoding\":\"base64\",\"command\":[\"ECHO\",\"\"]}")
                .expect("{\"id\":3,\"reply\":\"\"}");
    }

    @Test
    void whatOnlyLooksLikeUtf8IsBase64() {
        socket.subscribe("x");
        for (String bytes :
                new String[] {
                    "\u00c0\u0080", // a long form of NUL
                    "\u00ed\u00a0\u0080", // half of a surrogate pair
                    "\u00f4\u0090\u0080\u0080", // above U+10FFFF
                    "\u00e2\u0082", // cut short
                    "ok\u0080" // a continuation alone
                }) {
            resp.call("PUBLISH", "x", bytes);

            JsonNode message = socket.next();
            assertThat(message.get("push").get(2).stringValue()).isEqualTo(Json.base64(bytes));
            assertThat(message.get("encoding").stringValue()).isEqualTo("base64");
        }
    }

    @Test
    void aLargeMessageArrivesWhole() {
        socket.subscribe("x");
        String large = "0123456789 \u20ac".repeat(100_000);

        resp.call("PUBLISH", "x", Frame.utf8(large));

        assertThat(socket.next().get("push").get(2).stringValue()).isEqualTo(large);
        assertThat(large.getBytes(StandardCharsets.UTF_8)).hasSize(1_400_000);
    }
}
