package io.crier.server.simulator;

import io.crier.server.message.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * G2: whoever was subscribed when a publish took effect, as far as anything shows it, got it. A
 * client that was cut off may lack what came after the last that it read, and nothing else; it may
 * have been cut off between the copies of one message.
 */
final class NothingMissed {
    private final History history;
    private final List<Transcript> transcripts;
    private final Order order;
    private final Regime regime;

    NothingMissed(History history, List<Transcript> transcripts, Order order, Regime regime) {
        this.history = history;
        this.regime = regime;
        this.transcripts = transcripts;
        this.order = order;
    }

    void check() {
        for (Transcript transcript : transcripts) {
            Skipped skipped = new Skipped(history, transcript, order, regime);
            for (Interval interval : transcript.intervals()) {
                check(transcript, interval, skipped);
                unproven(interval, skipped);
            }
            transcript.unread().forEach(interval -> unread(interval, skipped));
            skipped.check();
        }
    }

    private void check(Transcript transcript, Interval interval, Skipped skipped) {
        Publish younger = null;
        Publish older = null;
        for (Delivery delivery : transcript.deliveries()) {
            if (delivery.place() > interval.sureFrom && younger == null) {
                younger = delivery.publish();
            }
            if (delivery.place() < interval.sureTo) {
                older = delivery.publish();
            }
        }
        for (Publish publish : order.publishes()) {
            if (!concerns(interval, publish) || interval.received.contains(publish)) {
                continue;
            }
            boolean due =
                    !interval.maybeReceived.contains(publish)
                            && began(interval, publish, younger)
                            && !ended(transcript, interval, publish, older);
            if (regime.skippable(publish.channel)) {
                skipped.add(interval, publish, due);
            } else if (due) {
                history.violated(
                        Guarantee.G2,
                        "client "
                                + transcript.client().id()
                                + " missed "
                                + publish
                                + " in "
                                + interval);
            }
        }
    }

    /** What may have been skipped in a subscription whose confirmation waited behind that. */
    private void unread(Interval interval, Skipped skipped) {
        for (Publish publish : order.publishes()) {
            if (regime.skippable(publish.channel)
                    && concerns(interval, publish)
                    && publish.answeredStep >= interval.began.fedStep) {
                skipped.add(interval, publish, false);
            }
        }
        unproven(interval, skipped);
    }

    /** What was heard of a publisher that was cut off, and nothing shows whether it took effect. */
    private void unproven(Interval interval, Skipped skipped) {
        for (Publish publish : history.publishes()) {
            if (!publish.happened()
                    && publish.sentStep() != Publish.NEVER
                    && regime.skippable(publish.channel)
                    && concerns(interval, publish)) {
                skipped.add(interval, publish, false);
            }
        }
    }

    static boolean concerns(Interval interval, Publish publish) {
        if ((interval.kind == Kind.SHARD) != (publish.kind == Kind.SHARD)) {
            return false;
        }
        return interval.kind == Kind.PATTERN
                ? NaiveGlob.matches(interval.name, publish.channel)
                : interval.name.equals(publish.channel);
    }

    /** Whether the publish surely came after the subscription. */
    private boolean began(Interval interval, Publish publish, @Nullable Publish younger) {
        return publish.sentStep() > interval.confirmedStep
                || (younger != null && order.before(younger, publish));
    }

    /**
     * Whether the publish may have come after the end of the subscription, or of the connection.
     * What came before an end in EXEC stands behind its reply, where the client may have been cut
     * off.
     */
    private boolean ended(
            Transcript transcript, Interval interval, Publish publish, @Nullable Publish older) {
        boolean between = publish == older && !transcript.whole();
        if (older != null && !between && order.before(publish, older)) {
            return false;
        }
        Question end = interval.ended;
        boolean cut = interval.allowedTo == Interval.OPEN && !transcript.whole();
        return cut || (end != null && publish.answeredStep >= end.fedStep);
    }
}
