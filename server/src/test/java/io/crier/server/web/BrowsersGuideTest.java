package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.clients.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of docs/guide/browsers.md as it stands, but for the port. */
@Tag("programs")
final class BrowsersGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide", "browsers.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(\\w+) (\\S+)\\n(.*?)^```$");
    private static final Pattern SCRIPT =
            Pattern.compile("(?s)<script type=\"module\">(.*)</script>");
    private static final List<String> NODE =
            List.of(
                    "node",
                    "--no-warnings",
                    "--experimental-websocket",
                    "--experimental-eventsource");

    @TempDir Path directory;
    private WebServer server = WebServer.start();
    private final Map<String, String> examples = new TreeMap<>();

    BrowsersGuideTest() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(GUIDE));
        while (matcher.find()) {
            examples.put(
                    Objects.requireNonNull(matcher.group(2)),
                    Objects.requireNonNull(matcher.group(3)));
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyExampleIsRunHere() throws IOException {
        assertThat(new TreeSet<>(examples.keySet()))
                .containsExactly(
                        "app.mjs",
                        "binary.mjs",
                        "connection.mjs",
                        "events.html",
                        "page.html",
                        "password",
                        "password.mjs",
                        "presence",
                        "publish",
                        "publish.mjs",
                        "subscribe");
        assertThat(Files.readString(GUIDE).lines().filter(line -> line.startsWith("```")))
                .hasSize(2 * examples.size());
    }

    private String example(String name) {
        return Objects.requireNonNull(examples.get(name), name)
                .replace("127.0.0.1:8080", "127.0.0.1:" + server.webPort());
    }

    private Path written(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private ChildProcess node(String name) throws IOException {
        List<String> line = new ArrayList<>(NODE);
        line.add(written(name, example(name)).toString());
        return ChildProcess.start(line);
    }

    /** A page's script with as much of a page as it needs. */
    private ChildProcess page(String name) throws IOException {
        String html = example(name);
        Matcher script = SCRIPT.matcher(html);
        assertThat(script.find()).isTrue();
        List<String> line = new ArrayList<>(NODE);
        line.add("--import");
        line.add(Path.of(ChildProcess.script("node", "page.mjs")).toUri().toString());
        line.add(written(name + ".mjs", Objects.requireNonNull(script.group(1))).toString());
        return ChildProcess.start(line);
    }

    @Test
    void thePageWithAWebSocketPublishesAndHears() throws IOException {
        RawWebSocket other = server.webSocket();
        try (ChildProcess page = page("page.html")) {
            server.awaitSubscribers("global", 1);
            other.subscribe("global");
            page.send("hello <b>there</b>");

            assertThat(page.nextLine()).isEqualTo("alice: hello <b>there</b>");
            other.expect(
                    "{\"push\":[\"message\",\"global\",\"hello <b>there</b>\"],\"from\":\"alice\"}");
            other.send(Json.request("1", "PUBLISH", "global", "without a name"));
            assertThat(page.nextLine()).isEqualTo("somebody: without a name");
        }
    }

    @Test
    void thePageWithAnEventSourceHears() throws IOException {
        RawWebSocket other = server.webSocket();
        other.reply("CLIENT", "SETNAME", "bob");
        try (ChildProcess page = page("events.html")) {
            server.awaitSubscribers("global", 1);
            other.reply("PUBLISH", "global", "one two");
            other.reply("PUBLISH", "game.red", "three");

            assertThat(page.nextLine()).isEqualTo("global bob: one two");
            assertThat(page.nextLine()).isEqualTo("game.red bob: three");
        }
    }

    @Test
    void theEventSourceComesBackAfterARestart() throws IOException {
        try (ChildProcess page = page("events.html")) {
            server.awaitSubscribers("global", 1);
            server.inside().publish("global", "before");
            assertThat(page.nextLine()).isEqualTo("global somebody: before");

            restart();
            server.awaitSubscribers("global", 1);
            server.inside().publish("global", "after");

            assertThat(page.nextLine()).isEqualTo("global somebody: after");
        }
    }

    private void restart(String... flags) {
        int port = server.webPort();
        server.close();
        server = WebServer.on(port, flags);
    }

    @Test
    void fetchPublishes() throws IOException {
        RawWebSocket listener = server.webSocket().subscribe("game.red & blue");
        try (ChildProcess program = node("publish.mjs")) {
            assertThat(program.awaitSuccess()).containsExactly("reached 1");
        }
        listener.expect("{\"push\":[\"message\",\"game.red & blue\",\"hello\"]}");
    }

    /** Runs what stands behind each dollar, and holds its output against the lines below it. */
    private void plays(String name) {
        String[] steps = ("\n" + example(name)).split("\n\\$ ", -1);
        assertThat(steps).hasSizeGreaterThan(1);
        for (int i = 1; i < steps.length; i++) {
            List<String> lines = steps[i].strip().lines().toList();
            try (ChildProcess shell = ChildProcess.start("sh", "-c", lines.getFirst())) {
                assertThat(shell.awaitSuccess())
                        .as(lines.getFirst())
                        .isEqualTo(lines.subList(1, lines.size()));
            }
        }
    }

    @Test
    void curlPublishesAndAsks() {
        plays("publish");
    }

    @Test
    void curlSubscribes() {
        List<String> lines = example("subscribe").lines().toList();
        String command = "exec " + lines.getFirst().substring(2);
        try (ChildProcess curl = ChildProcess.start("sh", "-c", command)) {
            server.awaitSubscribers("global", 1);
            server.inside().publish("global", "hello");

            for (String line : lines.subList(1, lines.size())) {
                assertThat(curl.nextLine()).isEqualTo(line);
            }
        }
    }

    @Test
    void theAppComesBackAfterARestart() throws IOException {
        written("connection.mjs", example("connection.mjs"));
        try (ChildProcess app = node("app.mjs")) {
            assertThat(app.nextLine()).isEqualTo("online");
            server.inside().publish("global", "before");
            assertThat(app.nextLine()).isEqualTo("somebody: before");

            restart();
            assertThat(app.nextLine()).isEqualTo("offline");
            app.awaitLine("online");
            server.awaitSubscribers("global", 1);
            server.inside().publish("global", "after");

            assertThat(app.nextLine()).isEqualTo("somebody: after");
        }
    }

    @Test
    void curlAsksWhoIsHere() {
        restart("--presence", "global");
        RawWebSocket watcher = server.webSocket().subscribe("__presence__:global");
        RawWebSocket alice = server.webSocket();
        alice.reply("CLIENT", "SETNAME", "alice");
        alice.subscribe("global");

        plays("presence");

        String joined = Json.quoted("{\"event\":\"join\",\"name\":\"alice\"}");
        watcher.expect("{\"push\":[\"message\",\"__presence__:global\"," + joined + "]}");
    }

    @Test
    void theBinaryExampleHearsItsBytes() throws IOException {
        try (ChildProcess program = node("binary.mjs")) {
            assertThat(program.nextLine()).isEqualTo("Uint8Array(3) [ 255, 216, 255 ]");
        }
    }

    @Test
    void thePasswordIsGivenByCurlAndByAWebSocket() throws IOException {
        server.set("requirepass", "secret");

        plays("password");

        try (ChildProcess program = node("password.mjs")) {
            assertThat(program.nextLine()).isEqualTo("{\"id\":null,\"reply\":\"OK\"}");
            assertThat(program.nextLine()).isEqualTo("{\"id\":null,\"reply\":0}");
        }
    }
}
