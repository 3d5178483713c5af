package io.crier.cli.bench;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps, texts, numbers and nulls as JSON. */
final class Json {
    private Json() {}

    /** A map as an object in the map's order, a number or null as it is, all else as a text. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Double number -> new BigDecimal(number.toString()).toPlainString();
            case Number number -> number.toString();
            case Map<?, ?> map -> object(map);
            default -> text(value.toString());
        };
    }

    static String text(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static String object(Map<?, ?> map) {
        StringBuilder json = new StringBuilder("{");
        map.forEach((key, value) ->
                json.append(json.length() > 1 ? "," : "")
                        .append(text(String.valueOf(key)))
                        .append(':')
                        .append(of(value)));
        return json.append('}').toString();
    }
}
