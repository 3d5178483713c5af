package io.crier.server.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Collects directives in the order in which they take effect, from files with their includes, a
 * stream and flags. What it returns is null, or the line that says why it cannot go on; such a line
 * never quotes what it could not read, because that may be a password.
 */
final class DirectiveReader {
    private static final int INCLUDE_DEPTH_MAX = 16;

    private final Path workingDirectory;
    private final List<Directive> directives = new ArrayList<>();

    DirectiveReader(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    List<Directive> directives() {
        return directives;
    }

    /** Reads a file and what it includes; {@code shown} is how messages call it. */
    @Nullable String readFile(Path file, String shown) {
        return readFile(file, shown, shown, 0);
    }

    private @Nullable String readFile(Path file, String shown, String blamed, int depth) {
        try {
            return readLines(RawText.of(Files.readAllBytes(file)), shown, depth);
        } catch (NoSuchFileException missing) {
            return blamed + ": no such file" + (blamed.equals(shown) ? "" : ": " + shown);
        } catch (IOException failure) {
            return blamed + ": cannot be read" + (blamed.equals(shown) ? "" : ": " + shown);
        }
    }

    @Nullable String readStream(InputStream stream, String shown) {
        try {
            return readLines(RawText.of(stream.readAllBytes()), shown, 0);
        } catch (IOException failure) {
            return shown + ": cannot be read";
        }
    }

    private @Nullable String readLines(String text, String shown, int depth) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String where = shown + ":" + (i + 1);
            String problem = readLine(lines[i].strip(), where, depth);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private @Nullable String readLine(String line, String where, int depth) {
        if (line.isEmpty() || line.startsWith("#")) {
            return null;
        }
        List<String> words = Words.split(line);
        if (words == null) {
            return where + ": the quotes do not balance";
        }
        if (words.isEmpty()) {
            return null;
        }
        return add(
                where, RawText.readable(words.getFirst()), words.subList(1, words.size()), depth);
    }

    /** Takes one directive that is already split; follows it if it includes files. */
    @Nullable String add(String where, String name, List<String> words) {
        return add(where, name, words, 0);
    }

    private @Nullable String add(String where, String name, List<String> words, int depth) {
        if (!name.equalsIgnoreCase("include")) {
            directives.add(new Directive(where, name, List.copyOf(words)));
            return null;
        }
        if (words.size() != 1) {
            return where + ": include: needs the path of one file";
        }
        if (depth == INCLUDE_DEPTH_MAX) {
            return where + ": include: files include each other more than " + depth + " deep";
        }
        return include(where, RawText.readable(words.getFirst()), depth + 1);
    }

    private @Nullable String include(String where, String pattern, int depth) {
        try {
            for (Path file : IncludeGlob.expand(workingDirectory, pattern)) {
                String problem = readFile(file, file.toString(), where + ": include", depth);
                if (problem != null) {
                    return problem;
                }
            }
            return null;
        } catch (IOException | InvalidPathException | PatternSyntaxException failure) {
            return where + ": include: cannot be read: " + pattern;
        }
    }
}
