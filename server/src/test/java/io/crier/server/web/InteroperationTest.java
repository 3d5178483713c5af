package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Reply;
import io.crier.server.message.Bytes;
import io.crier.server.testing.RespClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All ways in and out on the same channels, also by a client that others have written. */
final class InteroperationTest {
    private static final int MESSAGES = 300;

    private final WebServer server = WebServer.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    /** Texts as a WebSocket of the JDK hears them. */
    private static final class Ear implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            begun.append(data);
            if (last) {
                heard.add(begun.toString());
                begun.setLength(0);
            }
            socket.request(1);
            return null;
        }

        JsonNode next() throws InterruptedException {
            String text = heard.poll(20, TimeUnit.SECONDS);
            return Json.read(Objects.requireNonNull(text, "no text in time"));
        }
    }

    private WebSocket open(Ear ear) {
        return client.newWebSocketBuilder().buildAsync(server.uri("ws", "/ws"), ear).join();
    }

    private String post(String channel, String message) {
        URI uri = server.uri("http", "/publish/" + channel);
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(message)).build();
        return client.sendAsync(request, BodyHandlers.ofString()).join().body();
    }

    @Test
    void aClientOfTheJdkSubscribesAndPublishes() throws Exception {
        Ear ear = new Ear();
        WebSocket socket = open(ear);
        socket.sendText(Json.request("1", "SUBSCRIBE", "global"), true).join();
        assertThat(ear.next())
                .isEqualTo(Json.read("{\"id\":1,\"reply\":[[\"subscribe\",\"global\",1]]}"));
        String large = "0123456789".repeat(50_000);

        assertThat(post("global", large)).isEqualTo("{\"receivers\":1}");

        assertThat(ear.next().get("push").get(2).stringValue()).isEqualTo(large);
        socket.sendText("{\"id\":2,", false).join();
        socket.sendText("\"command\":[\"PING\"]}", true).join();
        assertThat(ear.next()).isEqualTo(Json.read("{\"id\":2,\"reply\":\"PONG\"}"));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
        server.awaitSubscribers("global", 0);
    }

    @Test
    void aClientOfTheJdkReadsEvents() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.uri("http", "/subscribe?channel=global")).build();
        try (Stream<String> lines =
                client.sendAsync(request, BodyHandlers.ofLines()).join().body()) {
            server.awaitSubscribers("global", 1);
            for (int i = 0; i < 10; i++) {
                post("global", "m" + i);
            }

            assertThat(lines.filter(line -> line.startsWith("data:")).limit(10))
                    .element(9)
                    .isEqualTo("data: {\"push\":[\"message\",\"global\",\"m9\"]}");
        }
    }

    /** Four publish in four ways at once; four that listen in four ways hear one order. */
    @Test
    void everyWayOutHearsTheSameOrderOfEveryWayIn() throws Exception {
        RespClient resp = server.resp();
        resp.call("SUBSCRIBE", "c");
        RespClient resp3 = server.resp();
        resp3.call("HELLO", "3");
        resp3.call("PSUBSCRIBE", "c*");
        RawWebSocket socket = server.webSocket();
        socket.subscribe("c");
        EventStream events = server.events("channel=c");
        BlockingQueue<String> inside = new LinkedBlockingQueue<>();
        server.inside().subscribe("c", (_, message) -> inside.add(utf8(message)));

        publishInFourWays();

        List<String> order = new ArrayList<>();
        for (int i = 0; i < 4 * MESSAGES; i++) {
            order.add(RespClient.textOf(((Reply.Array) resp.read()).elements().get(2)));
        }
        for (String expected : order) {
            assertThat(RespClient.textOf(((Reply.Push) resp3.read()).elements().get(3)))
                    .isEqualTo(expected);
            assertThat(socket.next().get("push").get(2).stringValue()).isEqualTo(expected);
            assertThat(events.next().get("push").get(2).stringValue()).isEqualTo(expected);
            assertThat(inside.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
        }
        for (String name : List.of("resp", "socket", "post", "inside")) {
            assertThat(order.stream().filter(message -> message.startsWith(name)))
                    .containsExactlyElementsOf(messages(name));
        }
    }

    private static String utf8(Bytes message) {
        return new String(message.array(), StandardCharsets.UTF_8);
    }

    private static List<String> messages(String name) {
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(name + " " + i);
        }
        return messages;
    }

    private void publishInFourWays() throws Exception {
        RespClient resp = server.resp();
        RawWebSocket socket = server.webSocket();
        RawHttp http = server.http();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<?>> publishers =
                    List.of(
                            threads.submit(() ->
                                    messages("resp").forEach(m -> resp.number("PUBLISH", "c", m))),
                            threads.submit(() ->
                                    messages("socket")
                                            .forEach(m -> socket.reply("PUBLISH", "c", m))),
                            threads.submit(() ->
                                    messages("post")
                                            .forEach(m ->
                                                    http.post("/publish/c", m)
                                                            .says("{\"receivers\":5}"))),
                            threads.submit(() ->
                                    messages("inside")
                                            .forEach(m -> server.inside().publish("c", m))));
            for (Future<?> publisher : publishers) {
                publisher.get();
            }
        }
    }

    @Test
    void whatOneTransactionPublishesOverAWebSocketStaysTogether() throws Exception {
        RespClient listener = server.resp();
        listener.call("SUBSCRIBE", "c");
        RawWebSocket socket = server.webSocket();
        RespClient other = server.resp();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> noise =
                    threads.submit(
                            () -> messages("noise").forEach(m -> other.number("PUBLISH", "c", m)));
            for (int round = 0; round < 50; round++) {
                socket.reply("MULTI");
                for (int i = 0; i < 5; i++) {
                    socket.reply("PUBLISH", "c", "exec " + round + " " + i);
                }
                assertThat(socket.reply("EXEC")).isEqualTo(Json.read("[1,1,1,1,1]"));
            }
            noise.get();
        }

        List<String> order = new ArrayList<>();
        for (int i = 0; i < MESSAGES + 250; i++) {
            order.add(RespClient.textOf(((Reply.Array) listener.read()).elements().get(2)));
        }
        for (int round = 0; round < 50; round++) {
            int at = order.indexOf("exec " + round + " 0");
            for (int i = 1; i < 5; i++) {
                assertThat(order.get(at + i)).isEqualTo("exec " + round + " " + i);
            }
        }
    }
}
