package io.crier.server.proof;

import io.crier.protocol.Reply;
import io.crier.server.proof.Recorded.Delivery;
import io.crier.server.proof.Recorded.Holding;
import io.crier.server.proof.Recorded.Publish;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One client on one blocking socket that does random things and records what it saw; for one
 * thread.
 */
final class Actor implements AutoCloseable {
    private static final String[] CHANNELS = {"a.1", "a.2", "b.1", "b.2", "c"};
    private static final String[] PATTERNS = {"a.*", "b.*", "*"};

    private final Recorded run;
    private final Random random;
    private final RawClient client;
    private final String name;
    private final boolean resp3;
    private final Map<String, Holding> held = new LinkedHashMap<>();
    private final List<Holding> holdings = new ArrayList<>();
    private final List<Delivery> stream = new ArrayList<>();
    private String unanswered = "";
    private int published;

    Actor(Recorded run, int port, String name, boolean resp3, long seed) {
        this.run = run;
        this.name = name;
        this.resp3 = resp3;
        this.random = new Random(seed);
        this.client = new RawClient(port);
        if (resp3) {
            client.resp3();
        }
    }

    /** One thing that a subscriber does; publishing only where its dialect lets it. */
    void churn(boolean publishes) {
        switch (random.nextInt(6)) {
            case 0, 1 -> subscribe(random.nextBoolean());
            case 2 -> unsubscribe(random.nextBoolean());
            case 3, 4 -> {
                if (publishes && (resp3 || held.isEmpty())) {
                    publishBurst(1);
                } else {
                    ping();
                }
            }
            default -> ping();
        }
    }

    private void subscribe(boolean pattern) {
        String[] from = pattern ? PATTERNS : CHANNELS;
        List<String> names = pick(from, 1 + random.nextInt(3));
        long asked = run.tick();
        client.send(words(pattern ? "PSUBSCRIBE" : "SUBSCRIBE", names));
        for (int i = 0; i < names.size(); i++) {
            String wanted = names.get(i);
            Holding holding = held.get(key(wanted, pattern));
            if (holding == null) {
                holding = new Holding(wanted, pattern, asked);
                held.put(key(wanted, pattern), holding);
                holdings.add(holding);
            }
            confirmation(
                    i == 0 ? next() : client.read(), pattern ? "psubscribe" : "subscribe", wanted);
            if (holding.confirmed == 0) {
                holding.confirmed = run.tick();
            }
        }
    }

    private void unsubscribe(boolean pattern) {
        List<String> names = pick(pattern ? PATTERNS : CHANNELS, 1 + random.nextInt(2));
        long leaving = run.tick();
        client.send(words(pattern ? "PUNSUBSCRIBE" : "UNSUBSCRIBE", names));
        Reply first = next();
        for (int i = 0; i < names.size(); i++) {
            Holding holding = held.remove(key(names.get(i), pattern));
            confirmation(
                    i == 0 ? first : client.read(),
                    pattern ? "punsubscribe" : "unsubscribe",
                    names.get(i));
            if (holding != null) {
                holding.leaving = leaving;
                holding.left = run.tick();
            }
        }
    }

    private void ping() {
        client.send("PING");
        Reply answer = next();
        require(
                answer instanceof Reply.Simple || answer instanceof Reply.Array,
                "PING was answered " + answer);
    }

    /** Publishes that many in one write, and reads all their answers. */
    void publishBurst(int count) {
        List<String> channels = new ArrayList<>();
        List<String> payloads = new ArrayList<>();
        List<Long> sent = new ArrayList<>();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < count; i++) {
            channels.add(CHANNELS[random.nextInt(CHANNELS.length)]);
            payloads.add(payload());
            sent.add(run.tick());
            requests.append(
                    text(
                            RawClient.request(
                                    bytes("PUBLISH"),
                                    bytes(channels.get(i)),
                                    bytes(payloads.get(i)))));
        }
        unanswered = payloads.getFirst();
        client.raw(requests.toString());
        for (int i = 0; i < count; i++) {
            Reply answer = next();
            unanswered = "";
            if (!(answer instanceof Reply.Int(long reached))) {
                throw new AssertionError("PUBLISH was answered " + answer);
            }
            run.published(
                    new Publish(
                            channels.get(i), payloads.get(i), sent.get(i), run.tick(), reached));
        }
    }

    /** Unlike all others, with any bytes in it. */
    private String payload() {
        byte[] noise = new byte[random.nextInt(random.nextInt(20) == 0 ? 5_000 : 40)];
        random.nextBytes(noise);
        return name + "." + published++ + "\r\n" + text(noise);
    }

    /** The next reply that is no delivery; deliveries before it are recorded. */
    private Reply next() {
        while (true) {
            Reply reply = client.read();
            List<Reply> parts =
                    switch (reply) {
                        case Reply.Push push -> push.elements();
                        case Reply.Array array -> array.elements();
                        default -> List.of();
                    };
            if (parts.isEmpty() || !delivered(parts)) {
                return reply;
            }
        }
    }

    private boolean delivered(List<Reply> parts) {
        Delivery delivery =
                switch (string(parts.getFirst())) {
                    case "message" -> new Delivery("", string(parts.get(1)), string(parts.get(2)));
                    case "pmessage" ->
                            new Delivery(
                                    string(parts.get(1)),
                                    string(parts.get(2)),
                                    string(parts.get(3)));
                    default -> new Delivery("", "", "");
                };
        if (delivery.channel().isEmpty()) {
            return false;
        }
        boolean pattern = !delivery.pattern().isEmpty();
        Holding holding = held.get(key(pattern ? delivery.pattern() : delivery.channel(), pattern));
        if (holding == null) {
            throw new AssertionError(name + " does not hold what it got: " + delivery);
        }
        require(holding.covers(delivery.channel()), delivery + " does not belong to " + holding);
        require(holding.confirmed != 0, delivery + " came before the confirmation");
        require(
                !delivery.payload().equals(unanswered),
                "an own push came before the answer: " + delivery);
        holding.payloads.add(delivery.payload());
        stream.add(delivery);
        return true;
    }

    private void confirmation(Reply reply, String kind, String wanted) {
        List<Reply> expected =
                List.of(Reply.Bulk.of(kind), Reply.Bulk.of(wanted), new Reply.Int(held.size()));
        require(
                reply.equals(resp3 ? new Reply.Push(expected) : new Reply.Array(expected)),
                "expected the confirmation " + expected + ", got " + reply);
    }

    /** Leaves everything, reads what is left, and hands over the record. */
    void finish() {
        for (Holding holding : List.copyOf(held.values())) {
            long leaving = run.tick();
            client.send(holding.pattern ? "PUNSUBSCRIBE" : "UNSUBSCRIBE", holding.name);
            Reply answer = next();
            held.remove(key(holding.name, holding.pattern));
            confirmation(answer, holding.pattern ? "punsubscribe" : "unsubscribe", holding.name);
            holding.leaving = leaving;
            holding.left = run.tick();
        }
        ping();
        run.heard(stream, holdings);
    }

    private List<String> pick(String[] from, int count) {
        List<String> all = new ArrayList<>(List.of(from));
        List<String> picked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            picked.add(all.remove(random.nextInt(all.size())));
        }
        return picked;
    }

    private static String[] words(String command, List<String> names) {
        List<String> words = new ArrayList<>(names);
        words.addFirst(command);
        return words.toArray(String[]::new);
    }

    private static String key(String name, boolean pattern) {
        return (pattern ? "p:" : "c:") + name;
    }

    private static String string(Reply reply) {
        return reply instanceof Reply.Bulk bulk ? text(bulk.bytes()) : "";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
