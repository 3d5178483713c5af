package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.settings.SlowPolicy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * G4: a publish was delivered as often as it was answered. Deliveries may be missing only at
 * clients that were cut off and read nothing younger, or for whom a policy may have skipped them.
 */
final class ExactCounts {
    private final History history;
    private final List<Transcript> transcripts;
    private final Order order;
    private final Scenario scenario;

    ExactCounts(History history, List<Transcript> transcripts, Order order, Scenario scenario) {
        this.history = history;
        this.scenario = scenario;
        this.transcripts = transcripts;
        this.order = order;
    }

    void check() {
        for (Publish publish : order.publishes()) {
            if (publish.counted >= 0) {
                check(publish);
            }
        }
    }

    private void check(Publish publish) {
        long missing = publish.counted - publish.delivered;
        if (missing < 0 || (missing > 0 && missing > excused(publish))) {
            history.violated(
                    Guarantee.G4,
                    publish
                            + " was answered "
                            + publish.counted
                            + " and delivered "
                            + publish.delivered
                            + " times");
        }
    }

    private int excused(Publish publish) {
        int excused = 0;
        for (Transcript transcript : transcripts) {
            boolean skippable = scenario.policy(publish.channel) != SlowPolicy.DISCONNECT;
            if (skippable || (!transcript.whole() && !readYounger(transcript, publish))) {
                excused += possible(transcript.client(), publish) - copies(transcript, publish);
            }
        }
        return excused;
    }

    private boolean readYounger(Transcript transcript, Publish publish) {
        List<Delivery> deliveries = transcript.deliveries();
        if (deliveries.isEmpty()) {
            return false;
        }
        Publish last = deliveries.getLast().publish();
        return last != publish && order.before(publish, last);
    }

    private static int copies(Transcript transcript, Publish publish) {
        return (int)
                transcript.deliveries().stream()
                        .filter(delivery -> delivery.publish() == publish)
                        .count();
    }

    /** How many deliveries a client may have been counted for, going by all that it ever asked. */
    private static int possible(SimClient client, Publish publish) {
        Set<String> reached = new HashSet<>();
        for (Question question : client.questions()) {
            Kind kind =
                    switch (question.verb()) {
                        case "SUBSCRIBE" -> Kind.CHANNEL;
                        case "PSUBSCRIBE" -> Kind.PATTERN;
                        case "SSUBSCRIBE" -> Kind.SHARD;
                        default -> null;
                    };
            if (kind != null && question.fedStep != Publish.NEVER) {
                for (byte[] word : question.words.subList(1, question.words.size())) {
                    Bytes name = Bytes.own(word);
                    if (NothingMissed.concerns(new Interval(kind, name, question, 0, 0), publish)) {
                        reached.add(kind + " " + name);
                    }
                }
            }
        }
        return reached.size();
    }
}
