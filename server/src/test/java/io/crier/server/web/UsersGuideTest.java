package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.clients.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of docs/guide/users.md as it stands, but for the ports. */
@Tag("programs")
final class UsersGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "users.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(\\w+) (\\S+)\\n(.*?)^```$");

    @TempDir Path directory;
    private final Map<String, String> examples = new TreeMap<>();

    UsersGuideTest() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(GUIDE));
        while (matcher.find()) {
            examples.put(
                    Objects.requireNonNull(matcher.group(2)),
                    Objects.requireNonNull(matcher.group(3)));
        }
    }

    private String example(String name) {
        return Objects.requireNonNull(examples.get(name), name);
    }

    /** Runs what stands behind each dollar, and holds its output against the lines below it. */
    private void plays(String name, WebServer server) {
        String text =
                example(name)
                        .replace("6379", Integer.toString(server.port()))
                        .replace("8080", Integer.toString(server.webPort()));
        for (String step : List.of(("\n" + text).split("\n\\$ ", -1))) {
            List<String> lines = step.strip().lines().toList();
            if (lines.isEmpty()) {
                continue;
            }
            String line = "cd '" + directory + "' && " + lines.getFirst();
            try (ChildProcess shell = ChildProcess.start("sh", "-c", line)) {
                assertThat(shell.awaitSuccess())
                        .filteredOn(said -> !said.isEmpty())
                        .as(lines.getFirst())
                        .isEqualTo(lines.subList(1, lines.size()));
            }
        }
    }

    @Test
    void usersAreDeclaredLetInAndChanged() throws IOException {
        assertThat(examples.keySet()).containsExactlyInAnyOrder("users.acl", "login", "change");
        Path users = Files.writeString(directory.resolve("users.acl"), example("users.acl"));
        try (WebServer server = WebServer.start("--aclfile", users.toString())) {
            plays("login", server);
            plays("change", server);
        }
    }
}
