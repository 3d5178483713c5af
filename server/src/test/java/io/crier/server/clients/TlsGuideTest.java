package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.CrierServer;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingsLoader;
import io.crier.server.testing.TlsServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/guide/tls.md shows as it stands, but for the ports. */
@Tag("programs")
final class TlsGuideTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```(sh|conf)\\n(.*?)^```$");

    @TempDir private Path directory;

    @Test
    void theExamplesOfTheGuideWork() throws IOException, InterruptedException {
        String port = String.valueOf(TlsServer.freePort());
        String httpsPort = String.valueOf(TlsServer.freePort());
        List<String> examples =
                EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "guide", "tls.md")))
                        .results()
                        .map(MatchResult::group)
                        .map(block -> block.lines().toList())
                        .map(lines -> String.join("\n", lines.subList(1, lines.size() - 1)))
                        .map(text -> text.replace("6379", port).replace("8443", httpsPort))
                        .toList();
        assertThat(examples).hasSize(3);
        run(examples.get(0));
        Files.writeString(directory.resolve("crier.conf"), examples.get(1) + "\n");
        Loading loading =
                SettingsLoader.load(
                        List.of("crier.conf", "--dir", directory.toString()),
                        InputStream.nullInputStream(),
                        directory);

        try (CrierServer server = CrierServer.start(new LiveSettings((Loading.Loaded) loading))) {
            assertThat(server.port()).isZero();
            assertThat(run(examples.get(2))).startsWith("0\n").contains("ok");
        }
    }

    private String run(String lines) throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("sh", "-e", "-c", lines)
                        .directory(directory.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as("%s: %s", lines, said).isZero();
        return said;
    }
}
