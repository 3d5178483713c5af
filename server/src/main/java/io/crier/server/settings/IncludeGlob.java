package io.crier.server.settings;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files that an {@code include} names: {@code *}, {@code ?} and {@code [...]} in any part. */
final class IncludeGlob {
    private IncludeGlob() {}

    /** The matching paths in order; a path without wildcards stands for itself, also if missing. */
    static List<Path> expand(Path directory, String pattern) throws IOException {
        List<Path> matched = new ArrayList<>();
        matched.add(pattern.startsWith("/") ? Path.of("/") : directory);
        for (String part : pattern.split("/", -1)) {
            if (!part.isEmpty()) {
                List<Path> next = new ArrayList<>();
                for (Path parent : matched) {
                    next.addAll(children(parent, part));
                }
                matched = next;
            }
        }
        return matched;
    }

    private static List<Path> children(Path parent, String part) throws IOException {
        if (part.chars().noneMatch(c -> c == '*' || c == '?' || c == '[')) {
            return List.of(parent.resolve(part));
        }
        List<Path> children = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            // Braces mean nothing in an include, but would in Java's patterns.
            String glob = part.replace("{", "\\{").replace("}", "\\}");
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, glob)) {
                for (Path entry : entries) {
                    boolean hidden = String.valueOf(entry.getFileName()).startsWith(".");
                    if (!hidden || part.startsWith(".")) {
                        children.add(entry);
                    }
                }
            }
        }
        Collections.sort(children);
        return children;
    }
}
