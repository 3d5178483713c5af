package io.crier.cli;

import io.crier.server.CrierServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the system's signals mean to a server. The JVM's own way, a shutdown hook, knows neither a
 * second signal nor SIGHUP, and ends with another status than 0.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger("crier");

    private final CrierServer server;
    private final AtomicInteger stops = new AtomicInteger();

    private Signals(CrierServer server) {
        this.server = server;
    }

    /**
     * From now on SIGTERM and SIGINT have the server go down, a second one at once, a third one
     * even if it cannot; SIGHUP has it read its files again.
     */
    static void follow(CrierServer server) {
        Signals signals = new Signals(server);
        on("TERM", signals::stop);
        on("INT", signals::stop);
        on("HUP", signals::reload);
    }

    /** By way of the terminal library, because the JVM's interface for it is not a public one. */
    private static void on(String name, Runnable action) {
        if (org.jline.utils.Signals.register(name, action) == null) {
            LOG.warn("does not follow SIG{}: the JVM keeps it for itself", name);
        }
    }

    private void stop() {
        switch (stops.incrementAndGet()) {
            case 1 -> {
                LOG.info("told to stop; a second signal ends it at once");
                server.shutdown();
            }
            case 2 -> {
                LOG.info("told to stop again, ends at once");
                server.close();
            }
            default -> Runtime.getRuntime().halt(Failure.FAILED);
        }
    }

    private void reload() {
        LOG.info("told to read its files again");
        server.reload();
    }
}
