package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A WebSocket over a plain socket: sends any frames, also wrong ones, and reads frames. */
final class RawWebSocket {
    /** Key and answer are the example of RFC 6455, 1.3. */
    static final List<String> UPGRADE =
            List.of(
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final RawHttp client;
    private long lastId;

    private RawWebSocket(RawHttp client) {
        this.client = client;
    }

    /** What asks for a WebSocket. */
    static String[] upgradeWith(String... headers) {
        List<String> all = new ArrayList<>(UPGRADE);
        all.addAll(List.of(headers));
        return all.toArray(String[]::new);
    }

    static RawWebSocket open(RawHttp client, String... headers) {
        client.raw(client.request("GET /ws", upgradeWith(headers)));
        Answer head = client.readHead();
        assertThat(head.status()).as("%s", head).isEqualTo(101);
        assertThat(head.header("sec-websocket-accept")).isEqualTo(ACCEPT);
        return new RawWebSocket(client);
    }

    RawHttp client() {
        return client;
    }

    RawWebSocket send(Frame frame) {
        client.raw(frame.masked());
        return this;
    }

    /** Sends what the server may refuse before it has read all of it. */
    RawWebSocket sendMayBreak(Frame frame) {
        client.rawMayBreak(new String(frame.masked(), StandardCharsets.ISO_8859_1));
        return this;
    }

    RawWebSocket send(String text) {
        return send(Frame.text(text));
    }

    /** The next frame, whatever it is. */
    Frame read() {
        try {
            return Frame.read(client.rest());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The next text, with pings before it answered. */
    JsonNode next() {
        Frame frame = read();
        while (frame.opcode() == Frame.PING) {
            send(Frame.whole(Frame.PONG, frame.payload()));
            frame = read();
        }
        assertThat(frame.head()).as("%s", frame).isEqualTo(Frame.FIN | Frame.TEXT);
        return Json.read(frame.text());
    }

    RawWebSocket expect(String json) {
        assertThat(next()).isEqualTo(Json.read(json));
        return this;
    }

    /** Sends a command with an id of its own and reads its answer. */
    JsonNode call(String... words) {
        long id = ++lastId;
        JsonNode answer = send(Json.request(Long.toString(id), words)).next();
        assertThat(answer.get("id")).as("%s", answer).isEqualTo(Json.read(Long.toString(id)));
        return answer;
    }

    /** What a command that succeeds is answered. */
    JsonNode reply(String... words) {
        JsonNode answer = call(words);
        assertThat(answer.has("reply")).as("%s", answer).isTrue();
        return answer.get("reply");
    }

    /** What a command that fails is answered. */
    String error(String... words) {
        JsonNode answer = call(words);
        assertThat(answer.has("error")).as("%s", answer).isTrue();
        assertThat(answer.has("reply")).as("%s", answer).isFalse();
        return answer.get("error").stringValue();
    }

    RawWebSocket subscribe(String channel) {
        assertThat(reply("SUBSCRIBE", channel).get(0).get(1).stringValue()).isEqualTo(channel);
        return this;
    }

    /** Reads up to the server's close frame and the end of the connection behind it. */
    void expectClose(int code) {
        Frame frame = read();
        while (frame.opcode() != Frame.CLOSE) {
            frame = read();
        }
        assertThat(frame.closeCode()).as("%s", frame).isEqualTo(code);
        assertThat(client.readToEnd()).isEmpty();
    }
}
