package io.crier.cli;

import io.crier.server.CrierServer;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingsLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Crier inside the tests' JVM as the tests' server. */
final class CrierInside implements TestServer {
    private final Path directory;
    private final String[] settings;
    private final int port;
    private CrierServer server;

    CrierInside(String... settings) {
        this.settings = settings.clone();
        try {
            directory = Files.createTempDirectory("crier-cli");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = FreePort.find();
        server = started();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Path unixSocket() {
        return directory.resolve("crier.sock");
    }

    @Override
    public void stop() {
        server.close();
    }

    @Override
    public void startAgain() {
        server = started();
    }

    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(unixSocket());
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CrierServer started() {
        List<String> flags =
                new ArrayList<>(
                        List.of(
                                "--port",
                                String.valueOf(port),
                                "--unixsocket",
                                unixSocket().toString()));
        for (int i = 0; i < settings.length; i += 2) {
            flags.add("--" + settings[i]);
            flags.add(settings[i + 1]);
        }
        return switch (SettingsLoader.load(flags, InputStream.nullInputStream(), directory)) {
            case Loading.Loaded loaded ->
                    CrierServer.start(new LiveSettings(loaded.settings(), null));
            case Loading.Rejected(String message) -> throw new IllegalArgumentException(message);
        };
    }
}
