package io.crier.server.simulator;

import io.crier.server.command.Conversation;
import io.crier.server.settings.OutputBufferLimits.Limit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G5 while it happens: nobody has more pending than his limit when his loop has nothing left to do.
 */
final class SlowReaders {
    private final SimClock clock;
    private final History history;
    private final Limit limit;
    private final Map<SimClient, Long> softSinceNanos = new HashMap<>();

    SlowReaders(SimClock clock, History history, Limit limit) {
        this.clock = clock;
        this.history = history;
        this.limit = limit;
    }

    /** Looks at the clients of a loop that has just run a task. */
    void observe(List<SimClient> clients, boolean idle) {
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
    void ticked(List<SimClient> clients) {
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
                        || client.witness()
                        || client.wire().ended()
                        || client.wire().reason() != null
                ? 0
                : conversation.session().outbox().pendingBytes();
    }
}
