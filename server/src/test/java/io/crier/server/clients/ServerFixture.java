package io.crier.server.clients;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fresh server for each test. */
final class ServerFixture implements BeforeEachCallback, AfterEachCallback {

    private final Starter program;
    private @Nullable RunningServer running;

    ServerFixture(Starter program) {
        this.program = program;
    }

    int port() {
        return Objects.requireNonNull(running, "the server is not running").port();
    }

    /** Stops the server, which cuts every connection, and starts it on the same port. */
    void restart() {
        restart(Map.of());
    }

    void restart(Map<String, String> settings) {
        int port = port();
        stop();
        running = program.start(port, settings);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        running = program.start(0, Map.of());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop();
    }

    private void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }
}
