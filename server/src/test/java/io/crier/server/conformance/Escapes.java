package io.crier.server.conformance;

import java.util.ArrayList;
import java.util.List;

/** The escapes of the transcripts: {@code \r \n \t \\ \" \xHH}, as redis-cli writes them. */
final class Escapes {

    private static final int SHOWN = 4000;

    private Escapes() {}

    /** The bytes (as Latin-1) that an escaped text stands for. */
    static String read(String escaped) {
        var out = new StringBuilder();
        for (var i = 0; i < escaped.length(); i++) {
            var c = escaped.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            var kind = escaped.charAt(++i);
            switch (kind) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'x' -> {
                    out.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> out.append(kind);
            }
        }
        return out.toString();
    }

    /** Splits a command line into its arguments; double quotes hold spaces and escapes. */
    static List<String> arguments(String line) {
        List<String> arguments = new ArrayList<>();
        var i = 0;
        while (i < line.length()) {
            if (line.charAt(i) == ' ') {
                i++;
                continue;
            }
            var quoted = line.charAt(i) == '"';
            var from = quoted ? i + 1 : i;
            var to = end(line, from, quoted ? '"' : ' ');
            arguments.add(quoted ? read(line.substring(from, to)) : line.substring(from, to));
            i = to + 1;
        }
        return arguments;
    }

    private static int end(String line, int from, char stop) {
        var i = from;
        while (i < line.length() && line.charAt(i) != stop) {
            i += stop == '"' && line.charAt(i) == '\\' ? 2 : 1;
        }
        if (i >= line.length() && stop == '"') {
            throw new IllegalArgumentException("unclosed quotes: " + line);
        }
        return i;
    }

    /** A text for people: printable, escaped, and cut when it is long. */
    static String show(String bytes) {
        var out = new StringBuilder();
        for (var i = 0; i < Math.min(bytes.length(), SHOWN); i++) {
            var c = bytes.charAt(i);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\x%02x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return bytes.length() > SHOWN ? out + "… (" + bytes.length() + " bytes)" : out.toString();
    }
}
