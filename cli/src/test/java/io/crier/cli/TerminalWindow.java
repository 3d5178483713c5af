package io.crier.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A real {@code crier} process in a real terminal of 80 columns, by tmux: what one would see there
 * is what {@link #screen} tells.
 */
final class TerminalWindow implements AutoCloseable {
    /** A JVM on a busy machine takes its time to come up. */
    private static final Duration START = Duration.ofSeconds(60);

    private final Path directory;

    TerminalWindow(String... args) {
        try {
            directory = Files.createTempDirectory("crier-tmux");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String crier = "'" + String.join("' '", command(args)) + "'";
        // Stays open, so that the last words and the status can be read.
        tmux(
                "new-session",
                "-d",
                "-x",
                "80",
                "-y",
                "24",
                crier + "; echo \"status=$?\"; read wait");
    }

    /** What starts a {@code crier} process. */
    static List<String> command(String... args) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(property("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                property("java.class.path"),
                                Main.class.getName()));
        line.addAll(List.of(args));
        return line;
    }

    void type(String text) {
        tmux("send-keys", "-l", text);
    }

    /** A key by its tmux name: {@code Enter}, {@code C-d}. */
    void key(String name) {
        tmux("send-keys", name);
    }

    void line(String text) {
        type(text);
        key("Enter");
    }

    String screen() {
        return tmux("capture-pane", "-p").stripTrailing();
    }

    /** Waits until the screen shows it. */
    void shows(String part) {
        await(part).atMost(START).until(this::screen, screen -> screen.contains(part));
    }

    @Override
    public void close() {
        tmux("kill-server");
        try {
            Files.deleteIfExists(directory.resolve("tmux"));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name));
    }

    private String tmux(String... command) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "tmux",
                                "-u",
                                "-f",
                                "/dev/null",
                                "-S",
                                directory.resolve("tmux").toString()));
        line.addAll(List.of(command));
        try {
            Process tmux = new ProcessBuilder(line).redirectErrorStream(true).start();
            tmux.getOutputStream().close();
            String said = new String(tmux.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tmux.waitFor() != 0) {
                throw new IllegalStateException(line + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
