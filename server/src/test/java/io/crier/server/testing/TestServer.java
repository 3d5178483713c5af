package io.crier.server.testing;

import io.crier.protocol.Dialect;
import io.crier.server.CrierServer;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server on a free port, and clients of it that are closed with it. */
public final class TestServer implements AutoCloseable {
    private final LiveSettings settings;
    private final CrierServer server;
    private final List<RespClient> clients = new ArrayList<>();

    private TestServer(Settings settings) {
        this.settings = new LiveSettings(settings, null);
        this.server = CrierServer.start(this.settings);
    }

    /** Starts a server with as many event loops; connections are spread over them in turn. */
    public static TestServer withLoops(int loops) {
        return with(settings -> settings.with(SettingTable.IO_THREADS, (long) loops));
    }

    /** Starts a server with settings that differ from the defaults. */
    public static TestServer with(UnaryOperator<Settings> changes) {
        return new TestServer(
                changes.apply(
                        Settings.defaults()
                                .with(SettingTable.PORT, 0L)
                                .with(SettingTable.HTTP_PORT, 0L)));
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
