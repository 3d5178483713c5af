package io.crier.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Who is here, asked and answered between chats. A question goes to the channel's control channel
 * {@code CHANNEL:who} as {@code ID NUMBER}; each chat there answers {@code NUMBER NAME} on {@code
 * chat:who:ID}, where only the one that asked listens. So nobody who reads the channels sees it,
 * and an answer costs one delivery.
 */
final class Presence {
    private static final Pattern QUESTION = Pattern.compile("[0-9a-f]{16} [0-9]{1,9}");
    private static final Pattern ANSWER = Pattern.compile("[0-9]{1,9} .{1,200}");
    private static final String CONTROL = ":who";
    private static final int ATTEMPTS = 2;

    private final String id = String.format("%016x", ThreadLocalRandom.current().nextLong());
    private final String name;
    private final Publisher publisher;
    private final Map<String, RollCall> calls = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    Presence(String name, Publisher publisher) {
        this.name = name;
        this.publisher = publisher;
    }

    /** Where the questions about a channel are asked. */
    static String control(String channel) {
        return channel + CONTROL;
    }

    /** Where the answers for this chat arrive. */
    String answers() {
        return answers(id);
    }

    /** Takes a message of a control channel or of the answers; false when it is neither. */
    boolean take(String channel, byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        if (channel.equals(answers())) {
            if (ANSWER.matcher(text).matches()) {
                answered(before(text), after(text));
            }
            return true;
        }
        if (!channel.endsWith(CONTROL)) {
            return false;
        }
        if (QUESTION.matcher(text).matches() && !before(text).equals(id)) {
            reply(before(text), after(text));
        }
        return true;
    }

    /**
     * Asks who is on a channel.
     *
     * @return a line for the user
     * @throws Failure when the question could not be sent
     */
    String who(String channel) {
        String number = String.valueOf(numbers.incrementAndGet());
        RollCall call = new RollCall();
        calls.put(number, call);
        try {
            long receivers = send(control(channel), id + " " + number);
            // This chat is one of them and does not ask itself.
            call.expect(Math.max(0, receivers - 1));
            List<String> others = call.names();
            StringBuilder line = new StringBuilder(name).append(" (you)");
            others.forEach(other -> line.append(", ").append(other));
            long nameless = publisher.subscribers(bytes(channel)) - 1 - others.size();
            if (nameless > 0) {
                line.append(" and ").append(nameless).append(" more without a name");
            }
            return line.toString();
        } finally {
            calls.remove(number);
        }
    }

    private void answered(String number, String other) {
        RollCall call = calls.get(number);
        if (call != null) {
            call.answer(Printable.text(other));
        }
    }

    private void reply(String asker, String number) {
        try {
            send(answers(asker), number + " " + name);
        } catch (Failure e) {
            // Who asked counts this chat as one without a name; its user did nothing to hear of it.
            return;
        }
    }

    private long send(String channel, String text) {
        Consumer<String> nobody = lost -> {};
        return publisher.publish(bytes(channel), bytes(text), ATTEMPTS, nobody);
    }

    private static String before(String pair) {
        return pair.substring(0, pair.indexOf(' '));
    }

    private static String after(String pair) {
        return pair.substring(pair.indexOf(' ') + 1);
    }

    private static String answers(String id) {
        return "chat:who:" + id;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
