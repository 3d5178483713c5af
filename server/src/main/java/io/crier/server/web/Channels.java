package io.crier.server.web;

import io.crier.protocol.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Publishing, and which channels there are. */
final class Channels {
    /** Channels that one answer names. */
    private static final int LISTED_MAX = 1000;

    void publish(HttpExchange exchange, String name) {
        exchange.visitor()
                .run(
                        List.of(word("PUBLISH"), HttpExchange.decoded(name), exchange.body()),
                        Routes.orRefuse(
                                exchange,
                                reply ->
                                        exchange.json(
                                                new JsonBytes()
                                                        .begin(0)
                                                        .raw("{\"receivers\":")
                                                        .number(((Reply.Int) reply).value())
                                                        .raw("}"))));
    }

    /** Channels with subscribers, of those that a pattern matches. */
    void list(HttpExchange exchange) {
        List<byte[]> words = new ArrayList<>(List.of(word("PUBSUB"), word("CHANNELS")));
        words.addAll(exchange.parameters("pattern").stream().limit(1).toList());
        exchange.visitor()
                .run(
                        words,
                        Routes.orRefuse(exchange, reply -> count(exchange, ((Reply.Array) reply))));
    }

    private static void count(HttpExchange exchange, Reply.Array names) {
        List<byte[]> words = new ArrayList<>(List.of(word("PUBSUB"), word("NUMSUB")));
        names.elements().stream()
                .limit(LISTED_MAX)
                .forEach(name -> words.add(((Reply.Bulk) name).bytes()));
        boolean more = names.elements().size() > LISTED_MAX;
        exchange.visitor()
                .run(words, Routes.orRefuse(exchange, reply -> exchange.json(listed(reply, more))));
    }

    private static JsonBytes listed(Reply reply, boolean more) {
        List<Reply> flat = ((Reply.Array) reply).elements();
        JsonBytes json = new JsonBytes().begin(0).raw("{\"channels\":[");
        for (int i = 0; i < flat.size(); i += 2) {
            byte[] name = ((Reply.Bulk) flat.get(i)).bytes();
            json.raw(i == 0 ? "{\"channel\":" : ",{\"channel\":");
            if (Utf8.valid(name)) {
                json.string(name);
            } else {
                json.base64(name, 0, name.length).raw(",\"encoding\":\"base64\"");
            }
            json.raw(",\"subscribers\":").number(((Reply.Int) flat.get(i + 1)).value()).raw("}");
        }
        return json.raw(more ? "],\"more\":true}" : "]}");
    }

    /** Who is here, by name. */
    void presence(HttpExchange exchange, String name) {
        byte[] channel = HttpExchange.decoded(name);
        exchange.visitor()
                .run(
                        List.of(word("PRESENCE"), channel),
                        Routes.orRefuse(exchange, reply -> exchange.json(present(channel, reply))));
    }

    private static JsonBytes present(byte[] channel, Reply reply) {
        JsonBytes json = new JsonBytes().begin(0).raw("{\"channel\":");
        if (Utf8.valid(channel)) {
            json.string(channel);
        } else {
            json.base64(channel, 0, channel.length).raw(",\"encoding\":\"base64\"");
        }
        json.raw(",\"names\":[");
        String comma = "";
        for (Reply.Entry entry : ((Reply.Map) reply).entries()) {
            json.raw(comma)
                    .raw("{\"name\":")
                    .text(((Reply.Bulk) entry.key()).text())
                    .raw(",\"connections\":")
                    .number(((Reply.Int) entry.value()).value())
                    .raw("}");
            comma = ",";
        }
        return json.raw("]}");
    }

    static byte[] word(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
