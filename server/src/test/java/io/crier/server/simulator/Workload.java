package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Draws what clients ask for. */
final class Workload {
    private static final List<String> NAMES =
            List.of("a", "b", "ab", "news.1", "x\r\ny\0\u00ff", "", "*");
    private static final List<String> PATTERNS =
            List.of(
                    "*", "a*", "*b", "?", "news.*", "x\r\n*", "[ab]*", "e:*", "a", "n*s.?", "*.*",
                    "\\*");
    private static final int BIG_PAYLOAD_BYTES = 60 * 1024;
    private static final byte[][] FILLINGS =
            IntStream.range(0, 10).mapToObj(Workload::filling).toArray(byte[][]::new);

    private final SplittableRandom dice;
    private final Scenario scenario;

    Workload(SplittableRandom dice, Scenario scenario) {
        this.dice = dice;
        this.scenario = scenario;
    }

    /** All channels that several clients use. */
    static List<Bytes> names(int count) {
        List<Bytes> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(bytes(i < NAMES.size() ? NAMES.get(i) : "c" + i));
        }
        return names;
    }

    /** Lets {@code client} ask for something. */
    void next(SimClient client) {
        switch (dice.nextInt(24)) {
            case 0, 1, 2 -> join(client, "SUBSCRIBE");
            case 3 -> join(client, "PSUBSCRIBE");
            case 4 -> join(client, "SSUBSCRIBE");
            case 5, 6 -> leave(client, "UNSUBSCRIBE");
            case 7 -> leave(client, "PUNSUBSCRIBE");
            case 8 -> leave(client, "SUNSUBSCRIBE");
            case 9 -> client.ask(words("PING"));
            case 10 -> client.ask(words("PING", "fence" + dice.nextInt(1000)));
            case 11 -> transaction(client);
            case 12 -> greet(client);
            case 13 -> rarely(client);
            case 14, 15, 16 -> burst(client);
            default -> publish(client);
        }
    }

    /** Lets a guest ask for something that its user may not be allowed. */
    void nextOfGuest(SimClient client) {
        switch (dice.nextInt(16)) {
            case 0, 1, 2 -> join(client, "SUBSCRIBE");
            case 3 -> join(client, "PSUBSCRIBE");
            case 4 -> join(client, "SSUBSCRIBE");
            case 5 -> client.ask(withNames("UNSUBSCRIBE", 1 + few(), false));
            case 6 -> client.ask(withNames("PUNSUBSCRIBE", 1, true));
            case 7 -> client.ask(words("PING"));
            case 8 -> burst(client);
            case 9, 10 -> transaction(client);
            case 11 -> client.ask(enter());
            default -> publish(client);
        }
    }

    /** Not while it gets no replies: nothing it reads would show where the dialect changes. */
    private void greet(SimClient client) {
        if (!client.model().silent()) {
            client.ask(words("HELLO", dice.nextInt(4) == 0 ? "2" : "3"));
        }
    }

    private void rarely(SimClient client) {
        switch (dice.nextInt(16)) {
            case 0 -> client.ask(words("RESET"));
            case 1 -> client.ask(words("QUIT"));
            case 2 -> client.askTooMuch();
            case 3 -> client.ask(words("ECHO", "e".repeat(dice.nextInt(3_000))));
            case 4 -> client.kill(1 + dice.nextInt(1 + scenario.clients()));
            case 5 -> {
                String held = dice.nextBoolean() ? "ALL" : "WRITE";
                client.ask(words("CLIENT", "PAUSE", String.valueOf(dice.nextInt(1_000)), held));
            }
            case 6 -> client.ask(words("CLIENT", "UNPAUSE"));
            case 7, 8 -> client.ask(words("CLIENT", "LIST"));
            case 9, 10 -> client.ask(words("CLIENT", "SETNAME", "p" + dice.nextInt(3)));
            default -> {
                String mode = List.of("ON", "ON", "OFF", "SKIP").get(dice.nextInt(4));
                client.ask(words("CLIENT", "REPLY", mode));
                publish(client);
            }
        }
    }

    private void join(SimClient client, String command) {
        client.ask(withNames(command, 1 + few(), command.equals("PSUBSCRIBE")));
    }

    private void leave(SimClient client, String command) {
        int names = dice.nextInt(4) == 0 ? 0 : 1 + few();
        client.ask(withNames(command, names, command.equals("PUNSUBSCRIBE")));
    }

    private int few() {
        return switch (dice.nextInt(6)) {
            case 0 -> dice.nextInt(1 + Math.min(20, scenario.names()));
            case 1, 2 -> dice.nextInt(3);
            default -> 0;
        };
    }

    private List<byte[]> withNames(String command, int count, boolean patterns) {
        List<byte[]> words = new ArrayList<>(words(command));
        for (int i = 0; i < count; i++) {
            words.add((patterns ? pattern() : name()).array());
        }
        return words;
    }

    private Bytes name() {
        return names(scenario.names()).get(dice.nextInt(scenario.names()));
    }

    private Bytes pattern() {
        return bytes(PATTERNS.get(dice.nextInt(PATTERNS.size())));
    }

    private void transaction(SimClient client) {
        if (client.model().silent()) {
            return;
        }
        client.ask(words("MULTI"));
        for (int left = dice.nextInt(5); left > 0; left--) {
            switch (dice.nextInt(client.role() == Role.GUEST ? 9 : 8)) {
                case 8 -> client.ask(enter());
                case 0 -> client.ask(withNames("SUBSCRIBE", 1, false));
                case 1 -> client.ask(withNames("UNSUBSCRIBE", 1, false));
                case 2 -> client.ask(withNames("PSUBSCRIBE", 1, true));
                case 3 ->
                        client.ask(
                                dice.nextBoolean()
                                        ? words("CLIENT", "LIST")
                                        : withNames("SUNSUBSCRIBE", 1, false));
                case 4 ->
                        client.ask(
                                dice.nextBoolean()
                                        ? words("PING")
                                        : withNames("SSUBSCRIBE", 1, false));
                default -> publish(client);
            }
        }
        client.ask(words(dice.nextInt(8) == 0 ? "DISCARD" : "EXEC"));
    }

    /** Asks to be another guest, or the same. */
    private List<byte[]> enter() {
        return words("AUTH", "g" + dice.nextInt(scenario.guests()), "any password");
    }

    private void burst(SimClient client) {
        for (int left = 2 + dice.nextInt(dice.nextInt(20) == 0 ? 300 : 12); left > 0; left--) {
            publish(client);
        }
    }

    private void publish(SimClient client) {
        if (client.model().leaving()) {
            return;
        }
        boolean shard = dice.nextInt(5) == 0;
        String id = client.nextPublish();
        boolean empty = !shard && dice.nextInt(20) == 0;
        Bytes channel = empty ? bytes("e:" + id) : name();
        Bytes payload = empty ? Bytes.EMPTY : payload(id);
        Publish publish = new Publish(id, shard ? Kind.SHARD : Kind.CHANNEL, channel, payload);
        client.ask(publish);
    }

    /** Begins with the id and a colon; the rest looks like the protocol. */
    private Bytes payload(String id) {
        byte[] start = (id + ":").getBytes(StandardCharsets.US_ASCII);
        int length = start.length;
        if (dice.nextInt(1000) < scenario.bigPerMille()) {
            length += BIG_PAYLOAD_BYTES + dice.nextInt(100 * 1024);
        } else if (dice.nextInt(3) == 0) {
            length += dice.nextInt(scenario.payloadBytesMax());
        }
        byte[] payload = Arrays.copyOf(FILLINGS[start[0] - '0'], length);
        System.arraycopy(start, 0, payload, 0, start.length);
        return Bytes.own(payload);
    }

    /** What payloads whose id begins with this digit are filled with. */
    private static byte[] filling(int digit) {
        byte[] filling = new byte[BIG_PAYLOAD_BYTES * 3];
        for (int i = 0; i < filling.length; i++) {
            filling[i] =
                    switch (i % 7) {
                        case 0 -> '\r';
                        case 1 -> '\n';
                        case 2 -> '$';
                        default -> (byte) ('0' + digit + i);
                    };
        }
        return filling;
    }

    static List<byte[]> words(String... words) {
        return Arrays.stream(words).map(word -> bytes(word).array()).toList();
    }

    private static Bytes bytes(String text) {
        return Bytes.own(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
