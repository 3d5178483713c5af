package io.crier.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server that was started for the comparison and answers; closing it ends it. */
final class RunningServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);

    /** How long to wait before asking again: the accuracy of the first PONG. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(1);

    private final Contender contender;
    private final Ports ports;
    private final @Nullable Certificate certificate;
    private final List<String> command;
    private final Path folder;
    private final Process process;
    private final Duration firstPong;

    private record Ports(int plain, int http, int tls) {}

    private RunningServer(
            Contender contender,
            Ports ports,
            @Nullable Certificate certificate,
            List<String> command,
            Path folder,
            Process process,
            Duration firstPong) {
        this.contender = contender;
        this.ports = ports;
        this.certificate = certificate;
        this.command = command;
        this.folder = folder;
        this.process = process;
        this.firstPong = firstPong;
    }

    /**
     * Starts a server on a free port of the loopback interface and waits until it answers.
     *
     * @param launcher Crier's
     * @param settings for a server that has Redis' settings
     * @param certificate for TLS beside what is not encrypted; null without
     * @param pinned puts the command line on its processor
     * @throws Failure when it does not answer
     */
    static RunningServer start(
            Contender contender,
            Path launcher,
            List<String> settings,
            @Nullable Certificate certificate,
            UnaryOperator<List<String>> pinned) {
        try {
            Ports ports = new Ports(freePort(), freePort(), freePort());
            Path folder = Files.createTempDirectory("crier-compare");
            Path log = folder.resolve("log");
            List<String> command =
                    pinned.apply(command(contender, launcher, ports, settings, certificate));
            long begun = System.nanoTime();
            Process process =
                    Programs.prepare(command, folder)
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            awaitPong(contender, ports.plain(), process, log);
            Duration firstPong = Duration.ofNanos(System.nanoTime() - begun);
            return new RunningServer(
                    contender, ports, certificate, command, folder, process, firstPong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(
            Contender contender,
            Path launcher,
            Ports ports,
            List<String> settings,
            @Nullable Certificate certificate) {
        String number = String.valueOf(ports.plain());
        List<String> command = new ArrayList<>();
        switch (contender) {
            case CRIER -> {
                command.addAll(List.of(launcher.toString(), "server"));
                command.addAll(List.of("--bind", "127.0.0.1", "--port", number));
                command.addAll(List.of("--http-port", String.valueOf(ports.http())));
                command.addAll(settings);
            }
            case REDIS -> {
                command.add(Programs.find(contender.program()).toString());
                command.addAll(List.of("--bind", "127.0.0.1", "--port", number, "--save", ""));
                command.addAll(settings);
            }
            case NATS -> {
                command.add(Programs.find(contender.program()).toString());
                command.addAll(List.of("-a", "127.0.0.1", "-p", number));
                return command;
            }
        }
        if (certificate != null) {
            command.addAll(List.of("--tls-port", String.valueOf(ports.tls())));
            command.addAll(certificate.settings());
        }
        return command;
    }

    private static void awaitPong(Contender contender, int port, Process process, Path log) {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (!answers(contender, port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                Programs.stop(process);
                throw Failure.failed(
                        "%s does not answer: %s"
                                .formatted(contender.label(), Programs.lastLines(log)));
            }
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
        }
    }

    private static boolean answers(Contender contender, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout((int) START_MAX.toMillis());
            socket.getOutputStream().write(contender.greeting());
            return saysPong(socket.getInputStream());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean saysPong(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = input.read(); b >= 0; b = input.read()) {
            line.append((char) b);
            if (line.indexOf("PONG") >= 0) {
                return true;
            }
        }
        return false;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    Contender contender() {
        return contender;
    }

    int port() {
        return ports.plain();
    }

    /** Where Crier listens for HTTP; nothing does on another server's. */
    int httpPort() {
        return ports.http();
    }

    /** Where it listens for TLS. */
    int tlsPort() {
        return ports.tls();
    }

    /** What it shows to clients over TLS; null without TLS. */
    @Nullable Certificate certificate() {
        return certificate;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<String> command() {
        return List.copyOf(command);
    }

    /** From the start of its process to its first PONG. */
    Duration firstPong() {
        return firstPong;
    }

    @Override
    public void close() {
        Programs.stop(process);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
