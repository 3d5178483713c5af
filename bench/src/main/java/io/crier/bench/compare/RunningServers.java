package io.crier.bench.compare;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers of the lanes of one scenario, all running at once; those not measured are idle. Where
 * a setting is one of TLS they also speak that, with one certificate.
 */
final class RunningServers implements AutoCloseable {
    private final Path launcher;
    private final Cores cores;
    private final List<String> settings;
    private final @Nullable Certificate certificate;
    private final Map<Contender, RunningServer> running = new EnumMap<>(Contender.class);

    RunningServers(Path launcher, Cores cores, List<String> settings) {
        this.launcher = launcher;
        this.cores = cores;
        this.settings = settings;
        this.certificate =
                settings.stream().anyMatch(word -> word.startsWith("--tls-"))
                        ? Certificate.make()
                        : null;
    }

    /** The one of a contender; it is started when it does not run. */
    synchronized RunningServer of(Contender contender) {
        RunningServer server = running.get(contender);
        if (server == null || !server.isAlive()) {
            stop(contender);
            server =
                    RunningServer.start(
                            contender, launcher, settings, certificate, cores::forServer);
            running.put(contender, server);
        }
        return server;
    }

    /** Ends the one of a contender, so that the next one is new. */
    synchronized void stop(Contender contender) {
        RunningServer server = running.remove(contender);
        if (server != null) {
            server.close();
        }
    }

    @Override
    public synchronized void close() {
        for (Contender contender : Contender.values()) {
            stop(contender);
        }
        if (certificate != null) {
            certificate.close();
        }
    }
}
