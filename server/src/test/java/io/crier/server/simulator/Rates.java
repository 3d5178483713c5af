package io.crier.server.simulator;

import io.crier.server.settings.PublishRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * RATE: what the guests' users published, and were refused, held against what each may publish on
 * all its connections together. When a publish was counted is known to lie between the time at
 * which its request was heard and that at which the answer was sent.
 */
final class Rates {
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * One publish.
     *
     * @param user null where that is not known
     * @param from nanoseconds, when it was counted at the earliest
     * @param to when at the latest
     */
    private record Use(Publish publish, @Nullable String user, long from, long to) {}

    private final History history;
    private final List<SimClient> clients;
    private final @Nullable PublishRate rate;
    private final List<Use> unsure = new ArrayList<>();
    private final Map<String, List<Use>> taken = new TreeMap<>();
    private final List<Use> refused = new ArrayList<>();

    Rates(History history, List<SimClient> clients, @Nullable PublishRate rate) {
        this.history = history;
        this.clients = clients;
        this.rate = rate;
    }

    void check() {
        for (SimClient client : clients) {
            if (!client.logins().isEmpty()) {
                client.questions().forEach(this::collect);
            }
        }
        PublishRate most = rate;
        if (most == null) {
            refused.forEach(use -> violated(use, "was refused, and there is no rate"));
            return;
        }
        taken.values().forEach(uses -> notMore(uses, most));
        refused.forEach(use -> notLess(use, most));
    }

    private void collect(Question question) {
        if (question.fedStep == Publish.NEVER) {
            return;
        }
        long from = history.nanosAt(question.fedStep);
        Publish asked = question.publish;
        if (asked != null && asked.counted < 0 && !asked.refused) {
            unsure.add(new Use(asked, null, from, Long.MAX_VALUE));
        }
        for (Act act : question.acts) {
            Publish publish = act.of().publish;
            if (act.does() != Act.Does.PUBLISH || act.refused() || publish == null) {
                continue;
            }
            String user = act.by().user();
            Use use = new Use(publish, user, from, history.nanosAt(question.answeredStep));
            if (publish.overRate) {
                refused.add(use);
            } else {
                taken.computeIfAbsent(user, none -> new ArrayList<>()).add(use);
            }
        }
    }

    /** In no stretch of time is more published than it allows. */
    private void notMore(List<Use> uses, PublishRate most) {
        for (long start : uses.stream().mapToLong(Use::from).distinct().toArray()) {
            long[] ends =
                    uses.stream()
                            .filter(use -> use.from >= start)
                            .mapToLong(Use::to)
                            .sorted()
                            .toArray();
            for (int i = 0; i < ends.length; i++) {
                if (i + 1 > most.burst() + filled(most, ends[i] - start) + 1) {
                    violated(uses.getFirst(), "is one of " + (i + 1) + " in too short a time");
                    return;
                }
            }
        }
    }

    /** What is refused would be more than it allows, in some stretch of time before. */
    private void notLess(Use use, PublishRate most) {
        List<Use> before = new ArrayList<>(unsure);
        before.addAll(taken.getOrDefault(String.valueOf(use.user), List.of()));
        before.removeIf(other -> other.from > use.to);
        for (Use first : before) {
            long start = Math.min(first.to, use.from);
            long others = before.stream().filter(other -> other.to >= start).count();
            if (others + 1 >= most.burst() + filled(most, use.from - start)) {
                return;
            }
        }
        violated(use, "was refused below the rate " + most);
    }

    private static double filled(PublishRate most, long nanos) {
        return most.perSecond() * (nanos / NANOS_PER_SECOND);
    }

    private void violated(Use use, String evidence) {
        history.violated(Guarantee.RATE, use.publish + " of " + use.user + " " + evidence);
    }
}
