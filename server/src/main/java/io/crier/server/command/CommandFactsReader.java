package io.crier.server.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code commands.txt}, whose head explains how it is written. */
final class CommandFactsReader {
    private final String fullName;
    private final String since;
    private final String group;
    private final List<String> texts = new ArrayList<>();
    private final Set<Category> categories = EnumSet.noneOf(Category.class);
    private @Nullable KeySpec keys;
    private List<String> tips = List.of();
    private List<Argument> arguments = List.of();

    private CommandFactsReader(List<String> head) {
        fullName = head.get(0);
        since = head.get(1);
        group = head.get(2);
    }

    static Map<String, CommandFacts> read() {
        Map<String, CommandFacts> all = new HashMap<>();
        CommandFactsReader entry = null;
        for (String line : Resource.lines("commands.txt")) {
            if (!line.startsWith(" ")) {
                if (entry != null) {
                    all.put(entry.fullName, entry.facts());
                }
                entry = new CommandFactsReader(words(line));
            } else {
                Objects.requireNonNull(entry, "commands.txt begins with an indented line")
                        .add(line.strip());
            }
        }
        if (entry != null) {
            all.put(entry.fullName, entry.facts());
        }
        return Map.copyOf(all);
    }

    private static List<String> words(String line) {
        return Arrays.asList(line.split(" +"));
    }

    private void add(String line) {
        if (texts.size() < 2) {
            texts.add(line);
            return;
        }
        List<String> words = words(line);
        List<String> rest = List.copyOf(words.subList(1, words.size()));
        switch (words.getFirst()) {
            case "categories" -> rest.forEach(this::addCategory);
            case "keys" -> keys = keys(rest);
            case "tips" -> tips = rest;
            case "arguments" -> arguments = ArgumentReader.read(rest);
            default ->
                    throw new IllegalArgumentException("commands.txt: " + fullName + ": " + line);
        }
    }

    private static KeySpec keys(List<String> words) {
        String first = words.get(1);
        int at = first.indexOf('@');
        return new KeySpec(
                List.of(words.get(0).split(",")),
                at < 0 ? null : first.substring(0, at).toLowerCase(Locale.ROOT),
                Integer.parseInt(first.substring(at + 1)),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)),
                words.size() > 4 ? Integer.parseInt(words.get(4)) : 0);
    }

    private void addCategory(String word) {
        categories.add(Objects.requireNonNull(Category.named(word), word));
    }

    private CommandFacts facts() {
        return new CommandFacts(
                since, group, texts.get(0), texts.get(1), categories, keys, tips, arguments);
    }
}
