package io.crier.server.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pairs of servers, started on demand and shared by scenarios that ask for the same settings.
 */
final class Servers implements AutoCloseable {

    private final Starter tested;
    private final Map<List<String>, Pair> shared = new HashMap<>();

    /**
     * Starts the second server of each pair with {@code tested}; the first is always the real one.
     */
    Servers(Starter tested) {
        this.tested = tested;
    }

    /** A pair with these settings that stays up for other scenarios until this is closed. */
    Pair shared(List<String> settings) {
        return shared.computeIfAbsent(settings, this::fresh);
    }

    /** A new pair that belongs to the caller. */
    Pair fresh(List<String> settings) {
        var reference = new Target(RealRedis.start(settings), settings);
        try {
            return new Pair(reference, new Target(tested.start(settings), settings));
        } catch (RuntimeException | Error failed) {
            reference.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        shared.values().forEach(Pair::close);
    }

    /** How a server is started: settings as flags without dashes, {@code "requirepass secret"}. */
    interface Starter {
        ServerUnderTest start(List<String> settings);
    }

    record Pair(Target reference, Target tested) implements AutoCloseable {
        @Override
        public void close() {
            reference.close();
            tested.close();
        }
    }
}
