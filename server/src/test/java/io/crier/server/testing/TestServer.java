package io.crier.server.testing;

import io.crier.protocol.Dialect;
import io.crier.server.CrierServer;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.settings.SettingsLoader;
import io.crier.server.settings.WebTable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A server on a free port, and clients of it that are closed with it. */
public final class TestServer implements AutoCloseable {
    private final LiveSettings settings;
    private final CrierServer server;
    private final List<RespClient> clients = new ArrayList<>();

    private TestServer(LiveSettings settings) {
        this.settings = settings;
        this.server = CrierServer.start(this.settings);
    }

    /** Starts a server with as many event loops; connections are spread over them in turn. */
    public static TestServer withLoops(int loops) {
        return with(settings -> settings.with(SettingTable.IO_THREADS, (long) loops));
    }

    /** Starts a server with settings that differ from the defaults. */
    public static TestServer with(UnaryOperator<Settings> changes) {
        return new TestServer(
                new LiveSettings(
                        changes.apply(
                                Settings.defaults()
                                        .with(SettingTable.PORT, 0L)
                                        .with(WebTable.HTTP_PORT, 0L)),
                        null));
    }

    /**
     * Starts a server from the file {@code crier.conf} of a directory, which it can read again.
     *
     * @throws IllegalArgumentException if the file is refused
     */
    public static TestServer configured(Path directory) {
        List<String> arguments = List.of("crier.conf", "--port", "0", "--http-port", "0");
        Supplier<Loading> source =
                () -> SettingsLoader.load(arguments, InputStream.nullInputStream(), directory);
        return switch (source.get()) {
            case Loading.Loaded loaded -> new TestServer(new LiveSettings(loaded, source));
            case Loading.Rejected(String message) -> throw new IllegalArgumentException(message);
        };
    }

    /** As {@link CrierServer#reload}. */
    public List<String> reload() {
        return server.reload();
    }

    public int port() {
        return server.port();
    }

    /** The settings, to be changed while it runs. */
    public LiveSettings settings() {
        return settings;
    }

    /** A new client that speaks RESP2. */
    public RespClient client() {
        return client(Dialect.RESP2);
    }

    /** A new client. */
    public RespClient client(Dialect dialect) {
        RespClient client = RespClient.connect(port(), dialect);
        clients.add(client);
        return client;
    }

    @Override
    public void close() {
        clients.forEach(RespClient::close);
        server.close();
    }
}
