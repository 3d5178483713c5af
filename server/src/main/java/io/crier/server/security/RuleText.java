package io.crier.server.security;

import io.crier.server.message.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules as text, with one character per byte. */
public final class RuleText {
    /** What stands for a password or its hash wherever rules are quoted. */
    private static final String REDACTED = "(redacted)";

    /** The words of rules, or why they are none. */
    record Merged(List<String> rules, @Nullable String error) {}

    private RuleText() {}

    public static Bytes bytes(String text) {
        return Bytes.own(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public static String of(Bytes bytes) {
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    /** Whether this would not be one word in a file, or not all of one. */
    static boolean hasSpaces(String text) {
        return text.chars().anyMatch(c -> c == 0 || isSpace(c));
    }

    /** Splits at spaces. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int from = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean inWord = i < text.length() && !isSpace(text.charAt(i));
            if (inWord && from < 0) {
                from = i;
            } else if (!inWord && from >= 0) {
                words.add(text.substring(from, i));
                from = -1;
            }
        }
        return words;
    }

    /** Joins the words from one that opens a parenthesis to the one that closes it. */
    static Merged merge(List<String> words) {
        List<String> merged = new ArrayList<>();
        StringBuilder open = null;
        for (String word : words) {
            if (open == null && word.startsWith("(")) {
                open = new StringBuilder(word);
            } else if (open != null) {
                open.append(' ').append(word);
            } else {
                merged.add(word);
            }
            if (open != null && word.endsWith(")")) {
                merged.add(open.toString());
                open = null;
            }
        }
        return open == null
                ? new Merged(merged, null)
                : new Merged(
                        List.of(),
                        "Unmatched parenthesis in acl selector starting at '"
                                + shown(open.toString().split(" ", 2)[0])
                                + "'.");
    }

    /** A rule as errors quote it: without its password. */
    static String shown(String rule) {
        if (rule.startsWith("(")) {
            return rule.matches("(?s).*[><#!].*") ? REDACTED : rule;
        }
        return !rule.isEmpty() && "><#!".indexOf(rule.charAt(0)) >= 0
                ? rule.charAt(0) + REDACTED
                : rule;
    }
}
