package io.crier.server.clients;

import io.crier.server.CrierServer;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingsLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The servers that every session runs against: Redis shows that the session is right, Crier that
 * the server is.
 */
enum ServerProgram implements Starter {
    REDIS {
        @Override
        public RunningServer start(int port, Map<String, String> settings) {
            return RealRedis.start(port == 0 ? freePort() : port, settings);
        }
    },
    CRIER {
        @Override
        public RunningServer start(int port, Map<String, String> settings) {
            return EmbeddedCrier.start(port, settings);
        }
    };

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> flags(int port, Map<String, String> settings) {
        var flags = new ArrayList<>(List.of("--port", Integer.toString(port)));
        settings.forEach((name, value) -> flags.addAll(List.of("--" + name, value)));
        return flags;
    }

    private record RealRedis(int port, ChildProcess process) implements RunningServer {

        static RealRedis start(int port, Map<String, String> settings) {
            var command = new ArrayList<>(List.of("redis-server"));
            command.addAll(flags(port, settings));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
            var process = ChildProcess.start(command);
            process.awaitLine("Ready to accept connections");
            return new RealRedis(port, process);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    private record EmbeddedCrier(CrierServer server) implements RunningServer {

        static EmbeddedCrier start(int port, Map<String, String> settings) {
            var loading =
                    SettingsLoader.load(
                            flags(port, settings), InputStream.nullInputStream(), Path.of(""));
            return switch (loading) {
                case Loading.Loaded loaded ->
                        new EmbeddedCrier(CrierServer.start(loaded.settings()));
                case Loading.Rejected rejected ->
                        throw new IllegalArgumentException(rejected.toString());
            };
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
