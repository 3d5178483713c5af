package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Reply;
import io.crier.server.testing.RespClient;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is asked over a WebSocket, and what is answered. */
final class WebSocketRequestsTest {
    private final WebServer server = WebServer.start();
    private final RawWebSocket socket = server.webSocket();

    @AfterEach
    void close() {
        server.close();
    }

    private void answers(String request, String answer) {
        socket.send(request).expect(answer);
    }

    private void refuses(String request) {
        JsonNode answer = socket.send(request).next();
        assertThat(answer.propertyNames()).containsExactlyInAnyOrder("id", "error");
        assertThat(answer.get("error").stringValue()).startsWith("ERR ");
        answers(Json.request("\"after\"", "PING"), "{\"id\":\"after\",\"reply\":\"PONG\"}");
    }

    @Test
    void subscriptionsAreConfirmedAsAList() {
        answers(
                Json.request("1", "SUBSCRIBE", "global", "red"),
                "{\"id\":1,\"reply\":[[\"subscribe\",\"global\",1],[\"subscribe\",\"red\",2]]}");
        answers(
                Json.request("2", "PSUBSCRIBE", "g*"),
                "{\"id\":2,\"reply\":[[\"psubscribe\",\"g*\",3]]}");
        answers(
                Json.request("3", "SSUBSCRIBE", "shard"),
                "{\"id\":3,\"reply\":[[\"ssubscribe\",\"shard\",1]]}");
        answers(
                Json.request("4", "UNSUBSCRIBE", "global"),
                "{\"id\":4,\"reply\":[[\"unsubscribe\",\"global\",2]]}");
        answers(
                Json.request("5", "PUNSUBSCRIBE"),
                "{\"id\":5,\"reply\":[[\"punsubscribe\",\"g*\",1]]}");
        answers(
                Json.request("6", "SUNSUBSCRIBE", "shard"),
                "{\"id\":6,\"reply\":[[\"sunsubscribe\",\"shard\",0]]}");
        answers(
                Json.request("7", "UNSUBSCRIBE"),
                "{\"id\":7,\"reply\":[[\"unsubscribe\",\"red\",0]]}");
        answers(
                Json.request("8", "UNSUBSCRIBE"),
                "{\"id\":8,\"reply\":[[\"unsubscribe\",null,0]]}");
    }

    @Test
    void whoIsSubscribedMayRunEveryCommand() {
        socket.subscribe("global");

        assertThat(socket.reply("PING")).isEqualTo(Json.read("\"PONG\""));
        assertThat(socket.reply("PING", "hello")).isEqualTo(Json.read("\"hello\""));
        assertThat(socket.reply("ECHO", "hello")).isEqualTo(Json.read("\"hello\""));
        assertThat(socket.reply("PUBLISH", "elsewhere", "x")).isEqualTo(Json.read("0"));
        assertThat(socket.reply("SPUBLISH", "elsewhere", "x")).isEqualTo(Json.read("0"));
        assertThat(socket.reply("PUBSUB", "NUMSUB", "global", "none"))
                .isEqualTo(Json.read("[\"global\",1,\"none\",0]"));
        assertThat(socket.reply("PUBSUB", "CHANNELS")).isEqualTo(Json.read("[\"global\"]"));
        assertThat(socket.reply("PUBSUB", "NUMPAT")).isEqualTo(Json.read("0"));
    }

    @Test
    void repliesOfResp3AreJson() {
        assertThat(socket.reply("CLIENT", "GETNAME")).isEqualTo(Json.read("null"));
        assertThat(socket.reply("CLIENT", "SETNAME", "alice")).isEqualTo(Json.read("\"OK\""));
        assertThat(socket.reply("CLIENT", "GETNAME")).isEqualTo(Json.read("\"alice\""));
        assertThat(socket.reply("CLIENT", "ID").isIntegralNumber()).isTrue();
        assertThat(socket.reply("CLIENT", "INFO").stringValue()).contains("name=alice", "resp=3");
    }

    @Test
    void aTransactionIsAnsweredAsAWhole() {
        socket.subscribe("global");

        assertThat(socket.reply("MULTI")).isEqualTo(Json.read("\"OK\""));
        assertThat(socket.reply("PING")).isEqualTo(Json.read("\"QUEUED\""));
        assertThat(socket.reply("PUBLISH", "other", "x")).isEqualTo(Json.read("\"QUEUED\""));
        assertThat(socket.reply("PUBSUB", "NUMSUB", "global")).isEqualTo(Json.read("\"QUEUED\""));
        assertThat(socket.reply("EXEC")).isEqualTo(Json.read("[\"PONG\",0,[\"global\",1]]"));
        assertThat(socket.error("EXEC")).isEqualTo("ERR EXEC without MULTI");
        assertThat(socket.reply("MULTI")).isEqualTo(Json.read("\"OK\""));
        assertThat(socket.error("NOPE")).startsWith("ERR unknown command");
        assertThat(socket.error("EXEC")).startsWith("EXECABORT ");
        assertThat(socket.reply("MULTI")).isEqualTo(Json.read("\"OK\""));
        assertThat(socket.reply("CLIENT", "SETNAME", "a b")).isEqualTo(Json.read("\"QUEUED\""));
        assertThat(socket.reply("EXEC").get(0).get("error").stringValue()).startsWith("ERR ");
        assertThat(socket.reply("MULTI")).isEqualTo(Json.read("\"OK\""));
        assertThat(socket.reply("DISCARD")).isEqualTo(Json.read("\"OK\""));
    }

    @Test
    void errorsAreThoseOfResp() {
        RespClient resp = server.resp();
        String[][] wrong = {
            {"NOPE"},
            {"PUBLISH", "x"},
            {"SUBSCRIBE"},
            {"PUBSUB", "NOPE"},
            {"CLIENT", "SETNAME", "a b"},
            {"CLIENT", "NOPE"},
            {"PING", "a", "b"},
            {"EXEC"},
            {"AUTH", "wrong"},
        };

        for (String[] words : wrong) {
            assertThat(socket.error(words)).isEqualTo(resp.text(words));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-7",
                "0",
                "1.5",
                "12345678901234567890123",
                "\"text\"",
                "\"\"",
                "\"quoted \\\"\\\\ \\u0000 \\n \\u00e9 \\ud83d\\ude00\"",
                "null",
                "true",
                "false",
                "[]",
                "{}",
                "[1,[2,{\"x\":null}],\"y\"]",
                "{\"a\":{\"b\":[1,2,3]},\"c\":\"d\"}"
            })
    void anIdMayBeAnyJson(String id) {
        answers(Json.request(id, "PING"), "{\"id\":" + id + ",\"reply\":\"PONG\"}");
        JsonNode refused = socket.send(Json.request(id, "NOPE")).next();
        assertThat(refused.get("id")).isEqualTo(Json.read(id));
        assertThat(refused.get("error").stringValue()).startsWith("ERR unknown command");
    }

    @Test
    void withoutAnIdTheAnswerHasNull() {
        answers("{\"command\":[\"PING\"]}", "{\"id\":null,\"reply\":\"PONG\"}");
    }

    @Test
    void membersMayComeInAnyOrderAndWithSpace() {
        answers(
                " {\n \"command\" : [ \"ECHO\" ,\t\"x\" ] , \"id\" : [ 1 , 2 ] }\r\n",
                "{\"id\":[1,2],\"reply\":\"x\"}");
    }

    @Test
    void wordsMayBeEscapedInEveryWayOfJson() {
        answers(
                "{\"id\":1,\"command\":[\"\\u0065cho\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u20ac\\ud83d\\ude00\"]}",
                "{\"id\":1,\"reply\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u20ac\\ud83d\\ude00\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "PING",
                "hello there",
                "{",
                "{\"id\":1",
                "{\"id\":1,\"command\":[\"PING\"]",
                "{\"id\":1,\"command\":[\"PING\"]}}",
                "{\"id\":1,\"command\":[\"PING\"]} {\"id\":2,\"command\":[\"PING\"]}",
                "{\"id\":1,\"command\":[\"PING\",]}",
                "{'id':1,'command':['PING']}",
                "{\"id\":1}",
                "{\"id\":1,\"command\":[]}",
                "{\"id\":1,\"command\":null}",
                "{\"id\":1e99999999999,\"command\":[\"PING\"]}",
                "{\"id\":1,\"command\":[\"ECHO\",1e99999999999]}",
                "{\"id\":1,\"command\":\"PING\"}",
                "{\"id\":1,\"command\":[\"ECHO\",null]}",
                "{\"id\":1,\"command\":[\"ECHO\",{}]}",
                "{\"id\":1,\"command\":[\"ECHO\",[\"x\"]]}",
                "{\"id\":1,\"encoding\":\"hex\",\"command\":[\"ECHO\",\"00\"]}",
                "{\"id\":1,\"encoding\":\"base64\",\"command\":[\"ECHO\",\"***\"]}",
                "{\"id\":1,\"command\":[\"ECHO\",\"\\x\"]}",
                "{\"id\":1,\"command\":[\"ECHO\",\"\\u12\"]}",
                "[]",
                "[\"PING\"]",
                "null",
                "1",
                "\"PING\"",
                "*1\r\n$4\r\nPING\r\n"
            })
    void whatIsNoRequestIsRefusedAndTheConnectionStays(String text) {
        refuses(text);
    }

    @Test
    void depthDoesNotBreakTheServer() {
        refuses("[".repeat(100_000));
        refuses("{\"id\":" + "[".repeat(100_000) + ",\"command\":[\"PING\"]}");
        refuses("{\"a\":".repeat(50_000));
    }

    @Test
    void halfACharacterIsAnsweredAndTheConnectionStays() {
        JsonNode answer = socket.send("{\"id\":1,\"command\":[\"ECHO\",\"\\ud800\"]}").next();

        assertThat(answer.has("reply") || answer.has("error")).as("%s", answer).isTrue();
        assertThat(socket.reply("PING")).isEqualTo(Json.read("\"PONG\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MONITOR",
                "HELLO 3",
                "HELLO 2",
                "CLIENT REPLY OFF",
                "CLIENT REPLY SKIP",
                "CLIENT TRACKING ON",
                "CLIENT LIST",
                "CLIENT KILL TYPE normal",
                "CONFIG GET *",
                "INFO",
                "SHUTDOWN NOSAVE"
            })
    void whatMakesNoSenseHereIsRefused(String command) {
        assertThat(socket.error(command.split(" ", -1)))
                .startsWith("ERR ")
                .contains("not available over HTTP");
        assertThat(socket.reply("PING")).isEqualTo(Json.read("\"PONG\""));
        assertThat(server.resp().text("PING")).isEqualTo("PONG");
    }

    @Test
    void aResetForgetsSubscriptionsAndKeepsTheForm() {
        socket.subscribe("global");

        assertThat(socket.reply("RESET")).isEqualTo(Json.read("\"RESET\""));

        assertThat(server.resp().number("PUBLISH", "global", "x")).isZero();
        socket.subscribe("global");
        assertThat(socket.reply("PING")).isEqualTo(Json.read("\"PONG\""));
    }

    @Test
    void quitIsAnsweredAndEndsTheConnection() {
        socket.subscribe("global");

        assertThat(socket.reply("QUIT")).isEqualTo(Json.read("\"OK\""));
        socket.client().readToEnd();

        assertThat(server.resp().number("PUBLISH", "global", "x")).isZero();
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        int count = 1_000;
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String request =
                    switch (i % 4) {
                        case 0 -> Json.request(Integer.toString(i), "PUBLISH", "x", "m" + i);
                        case 1 -> Json.request(Integer.toString(i), "ECHO", "e" + i);
                        case 2 -> Json.request(Integer.toString(i), "PUBSUB", "NUMSUB", "x");
                        default -> "no request";
                    };
            frames.append(latin1(Frame.text(request).masked()));
        }

        socket.client().raw(frames.toString());

        for (int i = 0; i < count; i++) {
            JsonNode answer = socket.next();
            assertThat(answer.get("id"))
                    .isEqualTo(Json.read(i % 4 == 3 ? "null" : Integer.toString(i)));
            if (i % 4 == 1) {
                assertThat(answer.get("reply").stringValue()).isEqualTo("e" + i);
            }
        }
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void ownMessagesFollowTheReplyOfTheirPublish() {
        socket.subscribe("own");

        for (int i = 0; i < 100; i++) {
            socket.send(Json.request("1", "PUBLISH", "own", "m" + i));
        }

        for (int i = 0; i < 100; i++) {
            socket.expect("{\"id\":1,\"reply\":1}")
                    .expect("{\"push\":[\"message\",\"own\",\"m" + i + "\"]}");
        }
    }

    @Test
    void requestsOfTheWebShowInTheStatisticsOfCommands() {
        socket.reply("ECHO", "x");

        Reply info = server.resp().call("INFO", "commandstats");

        assertThat(RespClient.textOf(info)).contains("cmdstat_echo:calls=1");
    }
}
