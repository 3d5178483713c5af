package io.crier.server.session;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.Clock;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;

/**
 * {@code maxmemory-clients}: when all clients together take more, the biggest are closed first, and
 * the smaller only in later rounds if that was not enough. All together take what each has for
 * itself, and every block that someone waits for once, whole, however many wait for it. How big one
 * client is includes all that waits for it, shared or not, since the slowest reader is the one
 * whose end can give blocks back.
 *
 * <p>Belongs to the first loop, which asks the others.
 */
@OnLoop
final class ClientEviction {
    /** So many of each loop's clients can be closed in one round. */
    private static final int BIGGEST_MAX = 128;

    /**
     * Rests that many times as long as a round took, so that a node with many clients is not busy
     * with counting.
     */
    private static final int REST_FACTOR = 20;

    private final Roster roster;
    private final Clock clock;
    private boolean counting;
    private long restUntilNanos;

    private record Candidate(LoopSessions loop, long id, long bytes) {}

    private record Survey(
            long ownBytes, IdentityHashMap<Object, Long> blocks, List<Candidate> biggest) {}

    ClientEviction(Roster roster, Clock clock) {
        this.roster = roster;
        this.clock = clock;
        this.restUntilNanos = clock.nanos();
    }

    /** Counts, and closes who is too much; does nothing while the last round is not over. */
    void round(long bytesMax) {
        long began = clock.nanos();
        if (counting || began - restUntilNanos < 0) {
            return;
        }
        counting = true;
        roster.gather(
                roster.loops().getFirst(),
                ClientEviction::survey,
                surveys -> {
                    counting = false;
                    long now = clock.nanos();
                    restUntilNanos = now + REST_FACTOR * (now - began);
                    evict(surveys, bytesMax);
                });
    }

    private static Survey survey(LoopSessions sessions) {
        long own = 0;
        PriorityQueue<Candidate> biggest =
                new PriorityQueue<>(Comparator.comparingLong(Candidate::bytes));
        for (Session session : sessions.all()) {
            if (session.killed()) {
                continue;
            }
            own += ClientMemory.own(session);
            if (!session.noEvict()) {
                biggest.add(new Candidate(sessions, session.id(), ClientMemory.total(session)));
                if (biggest.size() > BIGGEST_MAX) {
                    biggest.remove();
                }
            }
        }
        IdentityHashMap<Object, Long> blocks = new IdentityHashMap<>();
        sessions.delivery().collectHeldBlocks(blocks);
        return new Survey(own, blocks, List.copyOf(biggest));
    }

    private static void evict(List<Survey> surveys, long bytesMax) {
        long total = 0;
        IdentityHashMap<Object, Long> blocks = new IdentityHashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Survey survey : surveys) {
            total += survey.ownBytes;
            blocks.putAll(survey.blocks);
            candidates.addAll(survey.biggest);
        }
        for (long bytes : blocks.values()) {
            total += bytes;
        }
        candidates.sort(Comparator.comparingLong(Candidate::bytes).reversed());
        long excess = total - bytesMax;
        for (int i = 0; i < candidates.size() && excess > 0; i++) {
            excess -= candidates.get(i).bytes;
            close(candidates.get(i), total, bytesMax);
        }
    }

    private static void close(Candidate candidate, long total, long bytesMax) {
        candidate
                .loop
                .loop()
                .execute(() -> {
                    Session session = candidate.loop.find(candidate.id);
                    if (session != null && !session.killed() && !session.noEvict()) {
                        session.kill(
                                CloseReason.of(
                                        CloseReason.Kind.MEMORY_EVICTION,
                                        candidate.bytes
                                                + " bytes of "
                                                + total
                                                + " of all clients, limit "
                                                + bytesMax));
                    }
                });
    }
}
