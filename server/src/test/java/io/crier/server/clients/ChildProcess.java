package io.crier.server.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that a test starts, talks to in lines, and ends by its process id. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> command;
    private final Process process;

    /** What the program has printed and nobody has looked at; empty marks the end of its output. */
    private final BlockingQueue<Optional<String>> unread = new LinkedBlockingQueue<>();

    private final List<String> read = new ArrayList<>();

    private ChildProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
    }

    /** Starts a program; otherwise as {@link #start(List)}. */
    public static ChildProcess start(String... command) {
        return start(List.of(command));
    }

    /** The program's error output is read together with its output. */
    public static ChildProcess start(List<String> command) {
        try {
            var started = new ProcessBuilder(command).redirectErrorStream(true).start();
            var child = new ChildProcess(List.copyOf(command), started);
            Thread.ofPlatform().daemon().name("output of " + command.get(0)).start(child::readAll);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(command.get(0) + " cannot be started", e);
        }
    }

    /** The path of a part of the tests that is not Java, below {@code src/test}. */
    public static String script(String first, String... more) {
        return Path.of(
                        "src/test",
                        Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new))
                .toAbsolutePath()
                .toString();
    }

    /** Writes the line to the program's input. */
    public void send(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that it prints. */
    public String nextLine() {
        return next().orElseThrow(() -> new AssertionError("ended too early: " + this));
    }

    /** Passes over lines until one contains the text, and returns it. */
    public String awaitLine(String text) {
        while (true) {
            var line = next();
            if (line.isEmpty()) {
                throw new AssertionError("ended before it printed '" + text + "': " + this);
            }
            if (line.get().contains(text)) {
                return line.get();
            }
        }
    }

    /** Reads to the end of the output and expects the exit status 0. */
    public List<String> awaitSuccess() {
        int from = read.size();
        while (next().isPresent()) {}
        int status = awaitExit();
        if (status != 0) {
            throw new AssertionError("ended with status " + status + ": " + this);
        }
        return List.copyOf(read.subList(from, read.size()));
    }

    @Override
    public void close() {
        process.destroy();
        awaitExit();
    }

    /** Ends it without letting it do anything more. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** The command and all that it has printed so far. */
    @Override
    public String toString() {
        unread.forEach(line -> line.ifPresent(read::add));
        return String.join(" ", command) + "\n" + String.join("\n", read);
    }

    private Optional<String> next() {
        try {
            var line = unread.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("silent for " + PATIENCE + ": " + this);
            }
            line.ifPresent(read::add);
            return line;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + this);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void readAll() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                unread.add(Optional.of(line));
            }
        } catch (IOException e) {
            unread.add(Optional.of("(output lost: " + e.getMessage() + ")"));
        }
        unread.add(Optional.empty());
    }
}
