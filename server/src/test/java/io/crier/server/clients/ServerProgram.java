package io.crier.server.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The servers that every session runs against: Redis shows that the session is right, Crier that
 * the server is.
 */
enum ServerProgram {
    REDIS {
        @Override
        RunningServer start(int port, Map<String, String> settings) {
            return RealRedis.start(port == 0 ? freePort() : port, settings);
        }
    },
    CRIER {
        @Override
        RunningServer start(int port, Map<String, String> settings) {
            return Assumptions.abort("the embedded server does not exist yet");
        }
    };

    /**
     * Returns when the server accepts connections.
     *
     * @param port 0 for any free one
     * @param settings names and values as in {@code redis.conf}
     */
    abstract RunningServer start(int port, Map<String, String> settings);

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record RealRedis(int port, ChildProcess process) implements RunningServer {

        static RealRedis start(int port, Map<String, String> settings) {
            var command =
                    new ArrayList<>(List.of("redis-server", "--port", Integer.toString(port)));
            command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
            settings.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
            var process = ChildProcess.start(command);
            process.awaitLine("Ready to accept connections");
            return new RealRedis(port, process);
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
