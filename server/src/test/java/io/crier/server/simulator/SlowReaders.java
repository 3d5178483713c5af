package io.crier.server.simulator;

import io.crier.server.command.Conversation;
import io.crier.server.settings.OutputBufferLimits.Limit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * G5 while it happens: nobody has more pending than his limit when his loop has nothing left to do.
 * Where a limit was changed, who lags is held against it from the loop's next tick on.
 */
final class SlowReaders {
    private final SimClock clock;
    private final History history;
    private final Regime regime;
    private final Map<SimClient, Long> softSinceNanos = new HashMap<>();

    /** Loops whose limit was changed since they held their clients against it. */
    private final Set<Integer> changed = new HashSet<>();

    SlowReaders(SimClock clock, History history, Regime regime) {
        this.clock = clock;
        this.history = history;
        this.regime = regime;
    }

    /** The clients of a loop have another limit from now on. */
    void changed(int loop, List<SimClient> clients) {
        changed.add(loop);
        clients.forEach(softSinceNanos::remove);
    }

    /** Looks at the clients of a loop that has just run a task. */
    void observe(int loop, List<SimClient> clients, boolean idle) {
        Limit limit = regime.limit(loop);
        if (limit.equals(Limit.NONE) || changed.contains(loop)) {
            return;
        }
        for (SimClient client : clients) {
            long pending = pending(client);
            if (idle && limit.hardBytes() != 0 && pending >= limit.hardBytes()) {
                history.violated(
                        Guarantee.G5,
                        "client " + client.id() + " has " + pending + " bytes pending, " + limit);
            }
            if (limit.softBytes() == 0 || pending < limit.softBytes()) {
                softSinceNanos.remove(client);
            } else if (idle) {
                softSinceNanos.putIfAbsent(client, clock.nanos());
            }
        }
    }

    /** Looks at the clients of a loop that has just held those who lag against their limits. */
    void ticked(int loop, List<SimClient> clients) {
        changed.remove(loop);
        Limit limit = regime.limit(loop);
        for (SimClient client : clients) {
            Long since = softSinceNanos.get(client);
            if (since != null
                    && pending(client) >= limit.softBytes()
                    && clock.nanos() - since > limit.softTime().toNanos()) {
                history.violated(
                        Guarantee.G5,
                        "client "
                                + client.id()
                                + " has "
                                + pending(client)
                                + " bytes pending for too long, "
                                + limit);
            }
        }
    }

    private static long pending(SimClient client) {
        Conversation conversation = client.conversation();
        return conversation == null
                        || client.role().stays()
                        || client.wire().ended()
                        || client.wire().reason() != null
                ? 0
                : conversation.session().outbox().pendingBytes();
    }
}
