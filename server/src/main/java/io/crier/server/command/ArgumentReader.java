package io.crier.server.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the notation of arguments in {@code commands.txt}: {@code name:type=TOKEN@since?*( parts
 * )}.
 */
final class ArgumentReader {
    private static final Pattern NOTATION =
            Pattern.compile(
                    "(?<name>[\\w-]+)(:(?<type>[\\w-]+))?(=(?<token>[\\w-]+|[=~*$]))?(@(?<since>[\\d.]+))?(?<marks>[?*+]*)(?<open>\\(?)");

    private final Deque<String> words;

    private ArgumentReader(Collection<String> words) {
        this.words = new ArrayDeque<>(words);
    }

    static List<Argument> read(List<String> words) {
        return new ArgumentReader(words).untilClosed();
    }

    private List<Argument> untilClosed() {
        List<Argument> arguments = new ArrayList<>();
        while (!words.isEmpty()) {
            String word = words.removeFirst();
            if (word.equals(")")) {
                break;
            }
            arguments.add(argument(word));
        }
        return List.copyOf(arguments);
    }

    private Argument argument(String word) {
        Matcher parts = NOTATION.matcher(word);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no argument: " + word);
        }
        return new Argument(
                part(parts, "name", ""),
                part(parts, "type", "string"),
                part(parts, "token", ""),
                part(parts, "since", ""),
                flags(part(parts, "marks", "")),
                part(parts, "open", "").isEmpty() ? List.of() : untilClosed());
    }

    @SuppressWarnings("ConstantValue") // a group that took no part is null
    private static String part(Matcher matcher, String group, String otherwise) {
        String text = matcher.group(group);
        return text == null ? otherwise : text;
    }

    private static List<String> flags(String marks) {
        List<String> flags = new ArrayList<>();
        if (marks.contains("?")) {
            flags.add("optional");
        }
        if (marks.contains("*") || marks.contains("+")) {
            flags.add("multiple");
        }
        if (marks.contains("+")) {
            flags.add("multiple_token");
        }
        return List.copyOf(flags);
    }
}
