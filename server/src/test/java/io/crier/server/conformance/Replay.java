package io.crier.server.conformance;

import static io.crier.server.conformance.Groups.group;

import io.crier.server.conformance.Scenario.Close;
import io.crier.server.conformance.Scenario.Exchange;
import io.crier.server.conformance.Scenario.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plays one scenario to one server and notes what each exchange was answered.
 *
 * <p>No step waits for time: replies are counted, deliveries are awaited by name, and at the end a
 * fence proves for every connection that nothing else was on its way.
 */
final class Replay {

    /** Stands in an answer where the server closed the connection. */
    static final String CLOSED = "<closed>";

    private static final Pattern VARIABLE =
            Pattern.compile("\\{(?:(addr|laddr|int|id\\d*):(\\w+)|(\\S+?)\\*(\\d+))}");
    private static final String FENCE = "conformance-fence-";

    private final Target target;
    private final Dialect dialect;
    private final boolean byteByByte;
    private final Map<String, Conversation> conversations = new LinkedHashMap<>();

    /** Closed by the server; their addresses and ids may still be asked for. */
    private final Map<String, Conversation> former = new HashMap<>();

    Replay(Target target, Dialect dialect, boolean byteByByte) {
        this.target = target;
        this.dialect = dialect;
        this.byteByByte = byteByByte;
    }

    /** The masked answers, one for each exchange. */
    List<String> run(Scenario scenario) {
        List<String> answers = new ArrayList<>();
        try {
            for (var step : scenario.steps()) {
                try {
                    switch (step) {
                        case Close close -> close(close.connection());
                        case Exchange exchange -> answers.add(answer(exchange));
                    }
                } catch (AssertionError wrong) {
                    throw new AssertionError(
                            "%s.txt:%d: %s"
                                    .formatted(scenario.file(), step.line(), wrong.getMessage()),
                            wrong);
                }
            }
            fence();
        } finally {
            conversations.values().forEach(Conversation::close);
        }
        target.awaitNobodyElse();
        return answers;
    }

    static String encode(List<String> arguments) {
        var out = new StringBuilder("*" + arguments.size() + "\r\n");
        for (var argument : arguments) {
            out.append("$%d\r\n".formatted(argument.length())).append(argument).append("\r\n");
        }
        return out.toString();
    }

    private void close(String name) {
        var conversation = Objects.requireNonNull(conversations.remove(name), name);
        conversation.close();
        target.awaitGone(conversation.localAddress());
    }

    private String answer(Exchange exchange) {
        var conversation = conversation(exchange.connection());
        var bytes = new StringBuilder();
        exchange.requests().forEach(request -> bytes.append(bytes(request)));
        if (byteByByte) {
            conversation.sendByteByByte(bytes.toString());
        } else {
            conversation.send(bytes.toString());
        }
        if (exchange.untilEnd()) {
            conversations.remove(exchange.connection());
            former.put(exchange.connection(), conversation);
            return untilEnd(exchange, conversation);
        }
        var difference = exchange.difference();
        var frames =
                target.isCrier() && difference != null && !difference.prefix()
                        ? asMany(difference.in(dialect), conversation)
                        : counted(exchange, conversation);
        return masked(exchange, frames);
    }

    private static String untilEnd(Exchange exchange, Conversation conversation) {
        List<Frame> frames = new ArrayList<>();
        for (var frame = conversation.next(); frame != null; frame = conversation.next()) {
            frames.add(frame);
        }
        conversation.close();
        return masked(exchange, frames) + conversation.rest() + CLOSED;
    }

    /** As many frames as an expected answer holds. */
    private static List<Frame> asMany(String expected, Conversation conversation) {
        var reader = new FrameReader();
        reader.add(expected.getBytes(StandardCharsets.ISO_8859_1), expected.length());
        List<Frame> frames = new ArrayList<>();
        while (reader.next() != null) {
            var frame = conversation.next();
            if (frame == null) {
                throw new AssertionError("the server closed after " + show(frames));
            }
            frames.add(frame);
        }
        return frames;
    }

    private static List<Frame> counted(Exchange exchange, Conversation conversation) {
        var replies = awaited(exchange);
        var deliveries = exchange.deliveries();
        List<Frame> frames = new ArrayList<>();
        while (!replies.isEmpty() || deliveries > 0) {
            var frame = conversation.next();
            if (frame == null) {
                throw new AssertionError("the server closed after " + show(frames));
            }
            frames.add(frame);
            if (frame.isDelivery()) {
                deliveries--;
            } else if (replies.isEmpty()) {
                throw new AssertionError("a reply too many in " + show(frames));
            } else {
                countDown(replies, frame);
            }
            if (deliveries < 0) {
                throw new AssertionError("a delivery too many in " + show(frames));
            }
        }
        return frames;
    }

    /** How many frames each request will be answered with. */
    private static ArrayDeque<Integer> awaited(Exchange exchange) {
        var replies = new ArrayDeque<Integer>();
        var count = exchange.replies();
        if (count == null) {
            exchange.requests().forEach(request -> replies.add(request.replies()));
        } else {
            for (var i = 0; i < count; i++) {
                replies.add(1);
            }
        }
        return replies;
    }

    /**
     * A refusal or a place in a transaction answers a request for several subscriptions at once.
     */
    private static void countDown(ArrayDeque<Integer> replies, Frame frame) {
        var left = replies.removeFirst() - 1;
        if (left > 0 && frame.isConfirmation()) {
            replies.addFirst(left);
        }
    }

    private static String masked(Exchange exchange, List<Frame> frames) {
        var comparable = frames;
        for (var mask : exchange.masks()) {
            comparable = mask.apply(comparable);
        }
        return String.join("", comparable.stream().map(Frame::bytes).toList());
    }

    private static String show(List<Frame> frames) {
        return "'"
                + Escapes.show(String.join("", frames.stream().map(Frame::bytes).toList()))
                + "'";
    }

    private Conversation conversation(String name) {
        var known = conversations.get(name);
        if (known != null) {
            return known;
        }
        var opened = target.open();
        conversations.put(name, opened);
        if (dialect == Dialect.RESP3) {
            opened.send(encode(List.of("HELLO", "3")));
            opened.next();
        }
        return opened;
    }

    private String bytes(Request request) {
        if (request.raw()) {
            return Escapes.read(fill(request.source()));
        }
        return encode(Escapes.arguments(request.source()).stream().map(this::fill).toList());
    }

    private String fill(String text) {
        return VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
    }

    private String value(MatchResult found) {
        var repeated = group(found, 3);
        if (!repeated.isEmpty()) {
            return repeated.repeat(Integer.parseInt(group(found, 4)));
        }
        var name = group(found, 2);
        var closed = former.get(name);
        var conversation = closed == null ? conversation(name) : closed;
        return switch (group(found, 1)) {
            case "addr" -> conversation.localAddress();
            case "laddr" -> conversation.remoteAddress();
            case "int" -> conversation.lastInteger();
            default -> conversation.id(group(found, 1).substring("id".length()));
        };
    }

    /** Proves that every connection has had all that was meant for it. */
    private void fence() {
        conversations.forEach((name, conversation) -> {
            var token = FENCE + name;
            conversation.send(encode(List.of("SUBSCRIBE", token)));
            if (afterDeliveries(name, conversation).isConfirmation()) {
                target.publish(token, token);
                passMessage(name, conversation);
            } else {
                conversation.send(encode(List.of("RESET")));
                passReset(name, conversation);
            }
        });
    }

    private static void passMessage(String name, Conversation conversation) {
        while (!afterDeliveries(name, conversation).kind().equals("message")) {
            // A pattern of this connection may match the fence as well.
        }
    }

    private static void passReset(String name, Conversation conversation) {
        var frame = afterDeliveries(name, conversation);
        if (!frame.bytes().equals("+RESET\r\n")) {
            throw new AssertionError(name + " had more to come: " + show(List.of(frame)));
        }
    }

    /** The next frame that belongs to a fence; what others' fences cause is passed over. */
    private static Frame afterDeliveries(String name, Conversation conversation) {
        while (true) {
            var frame = conversation.next();
            if (frame == null) {
                throw new AssertionError(
                        name + " was closed, and the transcript does not await it");
            }
            var bytes = frame.bytes();
            var refusal = frame.isError() || bytes.matches("\\+(QUEUED|RESET)\r\n");
            if (!refusal && !bytes.contains(FENCE)) {
                throw new AssertionError(name + " got what nobody awaits: " + show(List.of(frame)));
            }
            var ours = refusal || bytes.contains(FENCE + name + "\r\n");
            if (ours && (refusal || frame.parts().size() == 3)) {
                return frame;
            }
        }
    }
}
