package io.crier.server.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of words as a configuration file writes them: double quotes with escapes ({@code \n},
 * {@code \x41}), single quotes with only {@code \'}, a closing quote only before a space.
 */
final class Words {
    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    /** The words of {@code line}, or null when its quotes do not balance. */
    static @Nullable List<String> split(String line) {
        return new Words(line).words();
    }

    private @Nullable List<String> words() {
        List<String> words = new ArrayList<>();
        while (true) {
            while (at < line.length() && isSpace(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return words;
            }
            StringBuilder word = new StringBuilder();
            if (!readWord(word)) {
                return null;
            }
            words.add(word.toString());
        }
    }

    private boolean readWord(StringBuilder word) {
        while (at < line.length() && !endsWord(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '"' || c == '\'') {
                boolean closed = c == '"' ? readDoubleQuoted(word) : readSingleQuoted(word);
                return closed && (at == line.length() || isSpace(line.charAt(at)));
            }
            word.append(c);
        }
        return true;
    }

    private boolean readDoubleQuoted(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return true;
            }
            word.append(c == '\\' && at < line.length() ? readEscape() : c);
        }
        return false;
    }

    private boolean readSingleQuoted(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\'') {
                return true;
            }
            if (c == '\\' && at < line.length() && line.charAt(at) == '\'') {
                at++;
                c = '\'';
            }
            word.append(c);
        }
        return false;
    }

    private char readEscape() {
        char c = line.charAt(at++);
        if (c == 'x' && at + 1 < line.length()) {
            int high = hexDigit(line.charAt(at));
            int low = hexDigit(line.charAt(at + 1));
            if (high >= 0 && low >= 0) {
                at += 2;
                return (char) (high * 16 + low);
            }
        }
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> 7;
            default -> c;
        };
    }

    /** ASCII only: {@link Character#digit} also takes digits of other scripts. */
    private static int hexDigit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || c == 0;
    }

    /** Not every space does: vertical tabs and form feeds only separate words, as in Redis. */
    private static boolean endsWord(char c) {
        return isSpace(c) && c != '\u000b' && c != '\f';
    }

    /** {@code word} as it stands, or quoted where it would otherwise be read differently. */
    static String quoteIfNeeded(String word) {
        return word.isEmpty() || word.chars().anyMatch(Words::mustBeQuoted) ? quote(word) : word;
    }

    private static boolean mustBeQuoted(int c) {
        return c <= ' ' || c >= 127 || c == '"' || c == '\'' || c == '\\' || c == '#';
    }

    private static String quote(String word) {
        return word.chars()
                .mapToObj(c -> escaped((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"', '\\' -> "\\" + c;
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c < ' ' || c >= 127 ? "\\x%02x".formatted((int) c) : String.valueOf(c);
        };
    }
}
