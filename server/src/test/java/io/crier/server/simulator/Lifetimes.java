package io.crier.server.simulator;

import io.crier.server.telemetry.CloseReason;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * EXPIRED: who is let in until a time of day is ended by the first tick after that, and not before;
 * unless AUTH let it in for good.
 */
final class Lifetimes {
    private static final int MILLIS_MAX = 30_000;

    private final Scenario scenario;
    private final SplittableRandom dice;
    private final SimClock clock;
    private final History history;

    /** Who was still there, and before which step its loop looked. */
    private final Map<SimClient, Long> overdue = new LinkedHashMap<>();

    /** Who was ended in time, and before which step its loop looked. */
    private final Map<SimClient, Long> ended = new LinkedHashMap<>();

    Lifetimes(Scenario scenario, SplittableRandom dice, SimClock clock, History history) {
        this.scenario = scenario;
        this.dice = dice;
        this.clock = clock;
        this.history = history;
    }

    /** When a guest is to go, milliseconds since the epoch; {@code Long.MAX_VALUE} for never. */
    long draw() {
        return scenario.expiring() && dice.nextInt(2) == 0
                ? clock.epochMillis() + dice.nextInt(MILLIS_MAX)
                : Long.MAX_VALUE;
    }

    /**
     * Looks at the clients of a loop that has just ended those whose time was over.
     *
     * @param before the step before it did
     * @param nowMillis the time by which it did, milliseconds since the epoch
     */
    void ticked(List<SimClient> clients, long before, long nowMillis) {
        for (SimClient client : clients) {
            CloseReason reason = client.wire().reason();
            boolean over = client.expires() && client.expiresMillis() <= nowMillis;
            if (reason == null && !client.wire().ended() && over) {
                overdue.putIfAbsent(client, before);
            } else if (reason != null
                    && reason.kind() == CloseReason.Kind.TOKEN_EXPIRED
                    && client.wire().closedStep() > before) {
                ended.put(client, before);
                if (!over) {
                    violated(client, "was ended before its time");
                }
            }
        }
    }

    /** Holds what was seen against what the clients were answered. */
    void check() {
        overdue.forEach((client, step) -> {
            if (!mayStay(client, step)) {
                violated(client, "is still there after its time, at " + step);
            }
        });
        ended.forEach((client, step) -> {
            List<Login> logins = client.logins();
            if (logins.size() > 1 && logins.get(1).surely() < step) {
                violated(client, "was let in for good, and ended at " + step);
            }
        });
    }

    /** Whether it was let in by AUTH, or may have been, before this step. */
    private static boolean mayStay(SimClient client, long step) {
        Set<Question> known = new HashSet<>();
        for (Question question : client.questions()) {
            question.acts.stream()
                    .filter(act -> act.does() != Act.Does.ASK)
                    .forEach(act -> known.add(act.of()));
        }
        return (client.logins().size() > 1 && client.logins().get(1).from() <= step)
                || client.questions().stream()
                        .anyMatch(question ->
                                question.is("AUTH")
                                        && question.fedStep <= step
                                        && !known.contains(question));
    }

    private void violated(SimClient client, String evidence) {
        history.violated(Guarantee.EXPIRED, "client " + client.id() + " " + evidence);
    }
}
