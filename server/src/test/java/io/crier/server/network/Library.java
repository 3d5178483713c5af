package io.crier.server.network;

import io.crier.server.clients.ChildProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The client libraries, in programs that do the same. */
enum Library {
    REDIS_PY {
        @Override
        List<String> command() {
            return List.of("/usr/bin/python3", ChildProcess.script("python", "network_client.py"));
        }
    },
    NODE_REDIS {
        @Override
        List<String> command() {
            return List.of("node", ChildProcess.script("node", "network-client.mjs"));
        }
    },
    LETTUCE {
        @Override
        List<String> command() {
            return List.of(
                    Path.of(property("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    property("java.class.path"),
                    LettuceProgram.class.getName());
        }
    };

    /** What starts it, before the server's address and port and a number for its messages. */
    abstract List<String> command();

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
