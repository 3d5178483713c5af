package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a WebSocket is opened, and how it is not. */
final class WebSocketUpgradeTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String UPGRADE = "Upgrade: websocket";
    private static final String CONNECTION = "Connection: Upgrade";
    private static final String VERSION = "Sec-WebSocket-Version: 13";

    private final WebServer server = WebServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void headersMayBeInAnyCaseAndAmongOthers() {
        RawHttp client = server.http();
        client.raw(
                client.request(
                        "GET /ws",
                        "upgrade: WebSocket",
                        "CONNECTION: keep-alive, Upgrade",
                        "sec-websocket-version: 13",
                        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
                        "User-Agent: test"));

        Answer answer = client.readHead();

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.header("upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(answer.header("sec-websocket-accept")).isEqualTo(RawWebSocket.ACCEPT);
    }

    @Test
    void theHandshakeMayComeByteByByte() {
        RawHttp client = server.http();

        client.oneByOne(
                client.request("GET /ws", RawWebSocket.upgradeWith())
                        .getBytes(StandardCharsets.ISO_8859_1));

        assertThat(client.readHead().status()).isEqualTo(101);
    }

    @Test
    void compressionIsOffUnlessASettingTurnsItOn() {
        String offer = "Sec-WebSocket-Extensions: permessage-deflate";
        RawHttp client = server.http();
        client.raw(client.request("GET /ws", RawWebSocket.upgradeWith(offer)));
        assertThat(client.readHead().header("sec-websocket-extensions")).isEmpty();

        try (WebServer compressing = WebServer.start("--websocket-compression", "yes")) {
            RawHttp other = compressing.http();
            other.raw(other.request("GET /ws", RawWebSocket.upgradeWith(offer)));
            Answer answer = other.readHead();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("sec-websocket-extensions")).contains("permessage-deflate");
            RawWebSocket plain = compressing.webSocket();
            assertThat(plain.reply("PING")).isEqualTo(Json.read("\"PONG\""));
        }
    }

    @Test
    void compressedMessagesSayTheSame() throws DataFormatException {
        try (WebServer compressing = WebServer.start("--websocket-compression", "yes")) {
            RawHttp client = compressing.http();
            RawWebSocket socket =
                    RawWebSocket.open(
                            client,
                            "Sec-WebSocket-Extensions: permessage-deflate;"
                                    + " server_no_context_takeover; client_no_context_takeover");
            RawWebSocket plain = compressing.webSocket();
            plain.subscribe("x");
            socket.send(Json.request("1", "SUBSCRIBE", "x"));
            assertThat(inflated(socket.read()))
                    .isEqualTo("{\"id\":1,\"reply\":[[\"subscribe\",\"x\",1]]}");

            for (int length : new int[] {1, 100, 10_000, 500_000}) {
                String message = "\u20ac and again ".repeat(length / 10 + 1);
                compressing.inside().publish("x", message);

                Frame frame = socket.read();
                String push = "{\"push\":[\"message\",\"x\",\"" + message + "\"]}";
                assertThat(inflated(frame)).isEqualTo(push);
                plain.expect(push);
            }
        }
    }

    /** The text of a compressed frame (RFC 7692, 7.2.2). */
    static String inflated(Frame frame) throws DataFormatException {
        assertThat(frame.head()).isEqualTo(Frame.FIN | 0x40 | Frame.TEXT);
        String whole = frame.payload() + "\u0000\u0000\u00ff\u00ff";
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole.getBytes(StandardCharsets.ISO_8859_1));
        byte[] text = new byte[4_000_000];
        int length = inflater.inflate(text);
        inflater.end();
        return new String(text, 0, length, StandardCharsets.UTF_8);
    }

    @Test
    void whoAsksForNoWebSocketIsToldSo() {
        server.call("GET /ws").refuses(List.of(400, 426));
        server.call("GET /ws", CONNECTION, VERSION, KEY).refuses(List.of(400, 426));
        server.call("GET /ws", UPGRADE, VERSION, KEY).refuses(List.of(400, 426));
        server.call("GET /ws", "Upgrade: h2c", CONNECTION, VERSION, KEY).refuses(List.of(400, 426));
    }

    @Test
    void aHandshakeWithoutAKeyIsRefused() {
        server.call("GET /ws", UPGRADE, CONNECTION, VERSION).refuses(400);
    }

    @Test
    void anotherVersionIsRefusedAndTheRightOneNamed() {
        Answer answer =
                server.call("GET /ws", UPGRADE, CONNECTION, "Sec-WebSocket-Version: 8", KEY);

        answer.refuses(List.of(400, 426));
        assertThat(answer.header("sec-websocket-version")).isEqualTo("13");
        server.call("GET /ws", UPGRADE, CONNECTION, KEY).refuses(List.of(400, 426));
    }

    @Test
    void otherMethodsAreRefused() {
        Answer answer = server.post("/ws", "", RawWebSocket.upgradeWith());

        answer.refuses(405);
        assertThat(answer.header("allow")).isEqualTo("GET");
    }

    @Test
    void elsewhereThereIsNoWebSocket() {
        server.call("GET /nope", RawWebSocket.upgradeWith()).refuses(404);
        assertThat(server.call("GET /healthz", RawWebSocket.upgradeWith()).status())
                .isNotEqualTo(101);
    }
}
