package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of docs/guide/users.md as it stands, but for the ports. */
@Tag("programs")
final class UsersGuideTest {
    @Test
    void usersAreDeclaredLetInAndChanged(@TempDir Path directory) throws IOException {
        GuideExamples guide = new GuideExamples("users.md", directory);
        assertThat(guide.names()).containsExactlyInAnyOrder("users.acl", "login", "change");
        Path users = guide.keep("users.acl", guide.text("users.acl"));
        try (WebServer server = WebServer.start("--aclfile", users.toString())) {
            for (String example : new String[] {"login", "change"}) {
                guide.play(
                        guide.text(example)
                                .replace("6379", Integer.toString(server.port()))
                                .replace("8080", Integer.toString(server.webPort())));
            }
        }
    }
}
