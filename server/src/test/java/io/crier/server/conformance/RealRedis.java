package io.crier.server.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The real {@code redis-server} in a directory of its own, on a free port, without persistence. */
final class RealRedis implements ServerUnderTest {

    private static final int ATTEMPTS = 5;

    private final Process process;
    private final Path directory;
    private final int port;

    private RealRedis(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /** Starts one and returns when it accepts connections. */
    static RealRedis start(List<String> settings) {
        try {
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                var redis = launch(settings);
                if (redis.becomesReady()) {
                    return redis;
                }
                redis.close();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        throw new IllegalStateException("redis-server did not start with " + settings);
    }

    private static RealRedis launch(List<String> settings) throws IOException {
        var directory = Files.createTempDirectory("crier-conformance");
        var port = freePort();
        var lines = new ArrayList<>(settings);
        lines.add("port " + port);
        lines.add("bind 127.0.0.1");
        lines.add("save \"\"");
        lines.add("dir " + directory);
        var file = Files.write(directory.resolve("redis.conf"), lines);
        var process =
                new ProcessBuilder("redis-server", file.toString())
                        .redirectErrorStream(true)
                        .start();
        return new RealRedis(process, directory, port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Reads its log up to the line that says so; false when it ended before. */
    private boolean becomesReady() throws IOException {
        BufferedReader log = process.inputReader(StandardCharsets.UTF_8);
        for (var line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains("Ready to accept connections")) {
                drain(log);
                return true;
            }
        }
        return false;
    }

    /** Keeps the pipe of the log empty, so that the server never blocks on it. */
    private static void drain(BufferedReader log) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        log.transferTo(Writer.nullWriter());
                    } catch (IOException ignored) {
                        // The server has ended.
                    }
                });
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isCrier() {
        return false;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
