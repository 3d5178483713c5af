package io.crier.cli;

import java.nio.charset.StandardCharsets;

/**
 * Text from elsewhere made safe for a terminal: one line, in which no byte can move the cursor,
 * change colours, or reorder what is read.
 */
final class Printable {
    private Printable() {}

    /** As {@link #text(String)}; bytes that are not UTF-8 become U+FFFD. */
    static String text(byte[] bytes) {
        return text(new String(bytes, StandardCharsets.UTF_8));
    }

    /** {@code text} with control and invisible formatting characters written as escapes. */
    static String text(String text) {
        if (text.codePoints().allMatch(Printable::isSafe)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        if (isSafe(c)) {
            safe.appendCodePoint(c);
        } else {
            switch (c) {
                case '\n' -> safe.append("\\n");
                case '\r' -> safe.append("\\r");
                case 0x1b -> safe.append("\\e");
                default -> safe.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", c));
            }
        }
    }

    /** A zero-width joiner is formatting too, but holds emoji and scripts together. */
    private static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\t';
            case Character.FORMAT -> c == 0x200c || c == 0x200d || c > 0xffff;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                    false;
            default -> true;
        };
    }
}
