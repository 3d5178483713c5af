package io.crier.server.conformance;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One RESP2 or RESP3 value as it was on the wire.
 *
 * <p>All bytes are held as Latin-1 text, so that nothing is lost and everything prints.
 *
 * @param type the first byte
 * @param text the line after it, or the payload of a blob, or the count of an aggregate
 * @param parts what an aggregate holds; keys and values in turn for a map
 */
record Frame(char type, String text, List<Frame> parts) {

    /** Stands for the type of RESP2's null bulk string, whose text is its whole line. */
    static final char NULL_BLOB = 'n';

    static Frame line(char type, String text) {
        return new Frame(type, text, List.of());
    }

    boolean isError() {
        return type == '-' || type == '!';
    }

    boolean isBlob() {
        return type == '$' || type == '=' || type == '!';
    }

    boolean isAggregate() {
        return "*~>%".indexOf(type) >= 0;
    }

    /** The first element when it is a blob, else the empty text. */
    String kind() {
        return parts.isEmpty() || !parts.getFirst().isBlob() ? "" : parts.getFirst().text;
    }

    /** A message or a MONITOR line: something that the connection did not ask for just now. */
    boolean isDelivery() {
        return switch (kind()) {
            case "message", "pmessage", "smessage" -> true;
            default -> type == '+' && text.matches("\\d+\\.\\d+ \\[.*");
        };
    }

    /** A confirmation of one of the six commands that subscribe and unsubscribe. */
    boolean isConfirmation() {
        return parts.size() == 3 && kind().matches("[ps]?(un)?subscribe");
    }

    /** The same aggregate with other parts. */
    Frame with(List<Frame> others) {
        return new Frame(type, text, List.copyOf(others));
    }

    /** Rebuilds the value from its leaves up. */
    Frame map(UnaryOperator<Frame> change) {
        return change.apply(
                parts.isEmpty() ? this : with(parts.stream().map(p -> p.map(change)).toList()));
    }

    /** The bytes that it was read from. */
    String bytes() {
        var out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        if (type != NULL_BLOB) {
            out.append(type);
        }
        if (isBlob()) {
            out.append(text.length()).append("\r\n");
        }
        out.append(text).append("\r\n");
        parts.forEach(part -> part.write(out));
    }
}
