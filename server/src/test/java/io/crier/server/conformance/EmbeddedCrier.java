package io.crier.server.conformance;

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

/** Crier inside this JVM, started from a configuration file as the real server is. */
final class EmbeddedCrier implements ServerUnderTest {

    private final CrierServer server;
    private final Path file;

    private EmbeddedCrier(CrierServer server, Path file) {
        this.server = server;
        this.file = file;
    }

    static EmbeddedCrier start(List<String> settings) {
        try {
            var lines = new ArrayList<>(settings);
            lines.add("port 0");
            lines.add("bind 127.0.0.1");
            var file = Files.write(Files.createTempFile("crier-conformance", ".conf"), lines);
            var arguments = List.of(file.toString());
            return switch (SettingsLoader.load(
                    arguments, InputStream.nullInputStream(), Path.of(""))) {
                case Loading.Loaded loaded ->
                        new EmbeddedCrier(CrierServer.start(new LiveSettings(loaded)), file);
                case Loading.Rejected(String message) -> throw new IllegalStateException(message);
            };
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public boolean isCrier() {
        return true;
    }

    @Override
    public void close() {
        server.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
