package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import io.crier.server.proof.Guarantees;
import io.crier.server.proof.Recorded;
import io.crier.server.proof.Recorded.Publish;
import io.crier.server.testing.RespClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A thousand of each kind on one channel, and publishers of each kind: one order for all. */
final class CrowdTest {
    private static final int EACH = 1_000;
    private static final int ALL = 3 * EACH;
    private static final int MESSAGES = 60;
    private static final String CHANNEL = "global";
    private static final String END = "end of all messages";
    private static final String LAST_WORD = "behind the end";

    private final WebServer server = WebServer.start();
    private final Recorded run = new Recorded();

    @AfterEach
    void close() {
        server.close();
    }

    /** How a kind of subscriber reads what it received. */
    private interface Reading {
        List<String> payloads(InputStream received) throws IOException;
    }

    /** A kind of subscriber; see {@link Crowd#join}. */
    private record Kind(int port, String opening, String request, Reading reading) {}

    private record Subscriber(Crowd.Member member, Reading reading) {}

    @Test
    void thousandsOfEachKindHearOneOrder() throws Exception {
        try (Crowd crowd = new Crowd(LAST_WORD);
                ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Subscriber> subscribers = gather(crowd);
            server.awaitSubscribers(CHANNEL, ALL);
            long confirmed = run.tick();
            Future<?> reading = threads.submit(crowd::listen);
            publish(threads);
            server.inside().publish(CHANNEL, END);
            server.inside().publish(CHANNEL, LAST_WORD);
            reading.get();

            assertThat(crowd.done()).isEqualTo(ALL);
            List<List<String>> heard = new ArrayList<>();
            for (Subscriber subscriber : subscribers) {
                heard.add(subscriber.reading().payloads(subscriber.member().received()));
            }
            heard.forEach(payloads -> run.heardSince(confirmed, CHANNEL, payloads));
            assertThat(heard.getFirst()).hasSize(3 * MESSAGES);
            assertThat(new HashSet<>(heard)).as("different orders").hasSize(1);
            Guarantees.check(run);
        }
    }

    /** Of each kind in turn, so that they stand among each other wherever they are kept. */
    private List<Subscriber> gather(Crowd crowd) {
        RawHttp http = server.http();
        String upgrade = http.request("GET /ws", RawWebSocket.upgradeWith());
        byte[] frame = Frame.text(Json.request("1", "SUBSCRIBE", CHANNEL)).masked();
        List<Kind> kinds =
                List.of(
                        new Kind(
                                server.webPort(),
                                upgrade,
                                new String(frame, StandardCharsets.ISO_8859_1),
                                CrowdTest::ofWebSocket),
                        new Kind(
                                server.webPort(),
                                "",
                                http.request("GET /subscribe?channel=" + CHANNEL),
                                CrowdTest::ofEvents),
                        new Kind(
                                server.port(),
                                "",
                                RespClient.encoded("SUBSCRIBE", CHANNEL),
                                CrowdTest::ofResp));
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            for (Kind kind : kinds) {
                Crowd.Member member = crowd.join(kind.port(), kind.opening(), kind.request());
                subscribers.add(new Subscriber(member, kind.reading()));
            }
        }
        return subscribers;
    }

    private void publish(ExecutorService threads) throws Exception {
        RespClient resp = server.resp();
        RawWebSocket socket = server.webSocket();
        RawHttp http = server.http();
        List<Future<?>> publishers =
                List.of(
                        publisher(
                                threads,
                                "resp",
                                m -> resp.number("PUBLISH", CHANNEL, Frame.utf8(m))),
                        publisher(
                                threads,
                                "socket",
                                m -> socket.reply("PUBLISH", CHANNEL, m).longValue()),
                        publisher(
                                threads,
                                "post",
                                m ->
                                        http.post("/publish/" + CHANNEL, Frame.utf8(m))
                                                .json()
                                                .get("receivers")
                                                .longValue()));
        for (Future<?> publisher : publishers) {
            publisher.get();
        }
    }

    private Future<?> publisher(ExecutorService threads, String name, ToLongFunction<String> way) {
        return threads.submit(() -> {
            for (int i = 0; i < MESSAGES; i++) {
                String message = name + " \"" + i + "\"\n\u20ac\ud83d\ude00";
                long sent = run.tick();
                long count = way.applyAsLong(message);
                run.published(new Publish(CHANNEL, message, sent, run.tick(), count));
            }
        });
    }

    private static List<String> ofResp(InputStream received) throws IOException {
        RespReader reader = new RespReader(received);
        reader.read();
        List<String> payloads = new ArrayList<>();
        while (true) {
            Reply.Bulk payload = (Reply.Bulk) ((Reply.Array) reader.read()).elements().getLast();
            String text = new String(payload.bytes(), StandardCharsets.UTF_8);
            if (text.equals(END)) {
                return payloads;
            }
            payloads.add(text);
        }
    }

    private static List<String> ofWebSocket(InputStream received) throws IOException {
        List<String> payloads = new ArrayList<>();
        while (true) {
            Frame frame = Frame.read(received);
            if (frame.opcode() == Frame.TEXT && added(payloads, Json.read(frame.text()))) {
                return payloads;
            }
        }
    }

    private static List<String> ofEvents(InputStream received) throws IOException {
        Answer head = RawHttp.head(received);
        assertThat(head.status()).isEqualTo(200);
        InputStream body = RawHttp.body(head, received);
        List<String> payloads = new ArrayList<>();
        while (true) {
            byte[] line = RawHttp.line(body).getBytes(StandardCharsets.ISO_8859_1);
            String text = new String(line, StandardCharsets.UTF_8);
            if (text.startsWith("data: ")
                    && added(payloads, Json.read(text.substring("data: ".length())))) {
                return payloads;
            }
        }
    }

    /** Adds the payload of a push; answers whether it was the end. */
    private static boolean added(List<String> payloads, JsonNode event) {
        if (!event.has("push")) {
            return false;
        }
        String payload = event.get("push").get(2).stringValue();
        if (!payload.equals(END)) {
            payloads.add(payload);
            return false;
        }
        return true;
    }
}
