package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
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
    private final Regime regime;

    ExactCounts(History history, List<Transcript> transcripts, Order order, Regime regime) {
        this.history = history;
        this.regime = regime;
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
            boolean skippable = regime.skippable(publish.channel);
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
            Kind kind = question.joins() && !question.refused ? question.subscription() : null;
            if (kind != null && question.fedStep != Publish.NEVER) {
                for (Bytes name : question.names()) {
                    if (NothingMissed.concerns(new Interval(kind, name, question, 0, 0), publish)) {
                        reached.add(kind + " " + name);
                    }
                }
            }
        }
        return reached.size();
    }
}
