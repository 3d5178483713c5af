package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What the system's signals do to {@code crier server}. */
@Tag("programs")
final class SignalsTest {
    private static final String[] QUIET = {"--port", "0", "--http-port", "0"};

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aServerThatIsToldToStopEndsWithStatusZero(String signal) {
        try (ServerJvm server = ServerJvm.start(QUIET)) {
            server.port();

            server.signal(signal);

            assertThat(server.status()).as(server.output()).isZero();
        }
    }

    @Test
    void aSecondSignalEndsAServerThatWaitsForAClient() throws IOException {
        try (ServerJvm server =
                        ServerJvm.start(
                                "--port", "0", "--http-port", "0", "--drain-timeout", "3600");
                Socket deaf = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Jedis publisher = new Jedis("127.0.0.1", server.port())) {
            deaf.getOutputStream().write("SUBSCRIBE c\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(deaf.getInputStream().read()).isEqualTo('*');
            for (int i = 0; i < 20; i++) {
                publisher.publish("c", "x".repeat(1_000_000));
            }
            server.signal("TERM");
            server.awaitOutput("told to stop; a second signal ends it at once");

            server.signal("TERM");

            assertThat(server.status()).as(server.output()).isZero();
            assertThat(server.output()).contains("told to stop again");
        }
    }

    @Test
    void aHangupReadsTheFileAgain() throws IOException {
        Path file = Files.writeString(directory.resolve("crier.conf"), "maxclients 50\n");
        try (ServerJvm server =
                        ServerJvm.start(file.toString(), "--port", "0", "--http-port", "0");
                Jedis client = new Jedis("127.0.0.1", server.port())) {
            Files.writeString(file, "maxclients 60\ndatabases 2\n");
            server.signal("HUP");
            server.awaitOutput("settings that change with a restart only: databases");
            server.awaitOutput("reloaded the settings");
            assertThat(client.configGet("maxclients")).containsEntry("maxclients", "60");

            Files.writeString(file, "maxclients 70\nmaxclients many\n");
            server.signal("HUP");
            server.awaitOutput(
                    "the settings stay as they were: " + file + ":2: maxclients: 'many'");
            assertThat(client.configGet("maxclients")).containsEntry("maxclients", "60");
        }
    }

    @Test
    void aSecondStartNamesTheFirst() {
        try (ServerJvm first = ServerJvm.start(QUIET);
                ServerJvm second =
                        ServerJvm.start(
                                "--port", String.valueOf(first.port()), "--http-port", "0")) {
            assertThat(second.status()).isEqualTo(1);
            second.awaitOutput(
                    "cannot listen on 127.0.0.1:"
                            + first.port()
                            + ": Address already in use: process "
                            + first.pid()
                            + " (java) listens there");
        }
    }
}
