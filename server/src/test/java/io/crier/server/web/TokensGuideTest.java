package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.server.clients.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of docs/guide/tokens.md as it stands, but for the ports. */
@Tag("programs")
final class TokensGuideTest {
    @Test
    void aServiceSignsTokensAndItsUsersShowThem(@TempDir Path directory) throws IOException {
        GuideExamples guide = new GuideExamples("tokens.md", directory);
        assertThat(guide.names()).containsExactlyInAnyOrder("keys", "sign.mjs", "show", "page.mjs");
        guide.keep("sign.mjs", guide.text("sign.mjs"));
        guide.play(guide.text("keys"));
        try (WebServer server =
                WebServer.start(
                        "--requirepass",
                        "secret",
                        "--token-keys",
                        directory.resolve("keys.pem").toString())) {
            String port = Integer.toString(server.port());
            String address = "127.0.0.1:" + server.webPort();
            guide.play(guide.text("show").replace("6379", port).replace("127.0.0.1:8080", address));

            guide.keep("page.mjs", guide.text("page.mjs").replace("127.0.0.1:8080", address));
            listens(server, guide);
        }
    }

    private static void listens(WebServer server, GuideExamples guide) {
        String node = "exec node --no-warnings --experimental-websocket --experimental-eventsource";
        try (ChildProcess page = guide.shell(node + " page.mjs")) {
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
