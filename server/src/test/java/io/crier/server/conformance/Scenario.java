package io.crier.server.conformance;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One story of a transcript: what some connections send and await, in order.
 *
 * @param file the transcript, without its ending
 * @param name what it shows
 * @param dialects those under which it is replayed
 * @param settings what the servers are started with, as lines of a configuration file
 * @param fresh whether it needs servers that nobody used before
 * @param whole whether its bytes are too many, or too early for a close, to be sent one by one
 */
record Scenario(
        String file,
        String name,
        Set<Dialect> dialects,
        List<String> settings,
        boolean fresh,
        boolean whole,
        List<Step> steps) {

    List<Exchange> exchanges() {
        return steps.stream().filter(Exchange.class::isInstance).map(Exchange.class::cast).toList();
    }

    /** What happens at one line; each belongs to one connection. */
    sealed interface Step {
        int line();

        String connection();
    }

    /** The client closes, and the story goes on when the server has noticed. */
    record Close(int line, String connection) implements Step {}

    /**
     * One write (or none) and everything that comes back for it.
     *
     * @param requests what goes out in one write; empty when deliveries of others are awaited
     * @param replies how many replies are awaited, or null for what the requests imply
     * @param deliveries how many messages or MONITOR lines are awaited besides
     * @param untilEnd whether the server closes, and everything before that is the answer
     * @param masks what is made comparable in the answer
     */
    record Exchange(
            int line,
            String connection,
            List<Request> requests,
            @Nullable Integer replies,
            int deliveries,
            boolean untilEnd,
            List<Mask> masks,
            @Nullable Difference difference)
            implements Step {

        String text() {
            return String.join(" | ", requests.stream().map(Request::source).toList());
        }

        Exchange with(Difference other) {
            return new Exchange(
                    line, connection, requests, replies, deliveries, untilEnd, masks, other);
        }
    }

    /**
     * One command, or bytes as they are.
     *
     * @param source as written in the transcript
     * @param raw whether the source is bytes with escapes rather than arguments
     */
    record Request(String source, boolean raw) {

        /** How many confirmations or replies it causes when nothing refuses it. */
        int replies() {
            if (raw) {
                return 1;
            }
            var arguments = Escapes.arguments(source);
            var subscribes = arguments.getFirst().matches("(?i)[ps]?(un)?subscribe");
            return subscribes ? Math.max(1, arguments.size() - 1) : 1;
        }
    }
}
