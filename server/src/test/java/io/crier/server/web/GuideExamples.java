package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.clients.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The named examples of a page of docs/guide, which run in a directory. */
final class GuideExamples {
    private static final Path GUIDES = Path.of("..", "docs", "guide");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(\\w+) (\\S+)\\n(.*?)^```$");

    private final Path directory;
    private final Map<String, String> examples = new TreeMap<>();

    GuideExamples(String page, Path directory) throws IOException {
        this.directory = directory;
        Matcher matcher = EXAMPLE.matcher(Files.readString(GUIDES.resolve(page)));
        while (matcher.find()) {
            examples.put(
                    Objects.requireNonNull(matcher.group(2)),
                    Objects.requireNonNull(matcher.group(3)));
        }
    }

    Set<String> names() {
        return examples.keySet();
    }

    String text(String name) {
        return Objects.requireNonNull(examples.get(name), name);
    }

    /** Keeps a text as a file of the directory. */
    Path keep(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    ChildProcess shell(String line) {
        return ChildProcess.start("sh", "-c", "cd '" + directory + "' && " + line);
    }

    /** Runs what stands behind each dollar, and holds its output against the lines below it. */
    void play(String text) {
        for (String step : List.of(("\n" + text).split("\n\\$ ", -1))) {
            List<String> lines = step.strip().lines().toList();
            if (lines.isEmpty()) {
                continue;
            }
            try (ChildProcess shell = shell(lines.getFirst())) {
                assertThat(shell.awaitSuccess())
                        .filteredOn(said -> !said.isEmpty())
                        .as(lines.getFirst())
                        .isEqualTo(lines.subList(1, lines.size()));
            }
        }
    }
}
