package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.clients.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of docs/guide/tokens.md as it stands, but for the ports. */
@Tag("programs")
final class TokensGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "tokens.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(\\w+) (\\S+)\\n(.*?)^```$");

    @TempDir Path directory;
    private final Map<String, String> examples = new TreeMap<>();

    TokensGuideTest() throws IOException {
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

    private ChildProcess shell(String line) {
        return ChildProcess.start("sh", "-c", "cd '" + directory + "' && " + line);
    }

    /** Runs what stands behind each dollar, and holds its output against the lines below it. */
    private void plays(String text) {
        for (String step : List.of(("\n" + text).split("\n\\$ ", -1))) {
            List<String> lines = step.strip().lines().toList();
            if (lines.isEmpty()) {
                continue;
            }
            try (ChildProcess shell = shell(lines.getFirst())) {
                assertThat(shell.awaitSuccess())
                        .as(lines.getFirst())
                        .isEqualTo(lines.subList(1, lines.size()));
            }
        }
    }

    @Test
    void aServiceSignsTokensAndItsUsersShowThem() throws IOException {
        assertThat(examples.keySet())
                .containsExactlyInAnyOrder("keys", "sign.mjs", "show", "page.mjs");
        Files.writeString(directory.resolve("sign.mjs"), example("sign.mjs"));
        plays(example("keys"));
        try (WebServer server =
                WebServer.start(
                        "--requirepass",
                        "secret",
                        "--token-keys",
                        directory.resolve("keys.pem").toString())) {
            String port = Integer.toString(server.port());
            String address = "127.0.0.1:" + server.webPort();
            plays(example("show").replace("6379", port).replace("127.0.0.1:8080", address));

            Files.writeString(
                    directory.resolve("page.mjs"),
                    example("page.mjs").replace("127.0.0.1:8080", address));
            listens(server);
        }
    }

    private void listens(WebServer server) {
        String node = "exec node --no-warnings --experimental-websocket --experimental-eventsource";
        try (ChildProcess page = shell(node + " page.mjs")) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(server.inside().publish("global", "hello")).isEqualTo(2));

            String push = " {\"push\":[\"message\",\"global\",\"hello\"]}";
            Set<String> heard = new HashSet<>();
            while (!heard.containsAll(Set.of("events" + push, "socket" + push))) {
                heard.add(page.nextLine());
            }
        }
    }
}
