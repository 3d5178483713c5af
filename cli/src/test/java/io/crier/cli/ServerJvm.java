package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** {@code crier server} in a JVM of its own, which gets signals and ends with a status. */
final class ServerJvm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final StringBuilder output = new StringBuilder();

    private ServerJvm(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().start(this::read);
    }

    /** Starts one, with standard output and error together. */
    static ServerJvm start(String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(property("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                property("java.class.path"),
                                Main.class.getName(),
                                "server"));
        command.addAll(List.of(arguments));
        try {
            return new ServerJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    private void read() {
        try (InputStream bytes = process.getInputStream()) {
            byte[] some = new byte[4096];
            for (int read = bytes.read(some); read >= 0; read = bytes.read(some)) {
                append(new String(some, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            append("(output lost: " + e.getMessage() + ")");
        }
    }

    ServerJvm awaitOutput(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(output()).contains(text));
        return this;
    }

    private synchronized void append(String text) {
        output.append(text);
    }

    /** The port that it said it listens on. */
    int port() {
        awaitOutput(" ready on port ");
        return Integer.parseInt(output().replaceAll("(?s).* ready on port (\\d+).*", "$1"));
    }

    long pid() {
        return process.pid();
    }

    /** All that it has printed so far. */
    synchronized String output() {
        return output.toString();
    }

    /** Sends a signal of this name, such as TERM. */
    void signal(String name) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                            .inheritIO()
                            .start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for its end; answers its exit status. */
    int status() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as(output())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        status();
    }
}
