package io.crier.server.simulator;

import io.crier.server.message.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * What one client did not get of channels with a policy, held against what it was told: never more
 * than can be missing, and all of it if it was told throughout. The newest of a channel that wants
 * that arrives, where nothing else can have pushed it out.
 */
final class Skipped {
    private final History history;
    private final Transcript transcript;
    private final Order order;
    private final Regime regime;
    private final Map<Bytes, Integer> surely = new HashMap<>();
    private final Map<Bytes, Integer> atMost = new HashMap<>();

    Skipped(History history, Transcript transcript, Order order, Regime regime) {
        this.history = history;
        this.transcript = transcript;
        this.order = order;
        this.regime = regime;
    }

    /**
     * A publish that did not come.
     *
     * @param due whether it surely was to come
     */
    void add(Interval interval, Publish publish, boolean due) {
        atMost.merge(publish.channel, 1, Integer::sum);
        if (due) {
            surely.merge(publish.channel, 1, Integer::sum);
            if (mustArrive(publish)) {
                transcript.violated(
                        Guarantee.NEWEST, "the newest is missing, " + publish + " in " + interval);
            }
        }
    }

    private boolean mustArrive(Publish publish) {
        return regime.unlimited()
                && regime.keepsNewest(publish.channel)
                && transcript.whole()
                && order.publishes().stream()
                        .allMatch(other ->
                                other.kind != publish.kind
                                        || !other.channel.equals(publish.channel)
                                        || order.before(other, publish));
    }

    void check() {
        Map<Bytes, Integer> told = new HashMap<>();
        for (MissedNote note : transcript.notes()) {
            told.merge(note.channel(), note.missed(), Integer::sum);
        }
        told.forEach((channel, missed) -> {
            if (missed > atMost.getOrDefault(channel, 0)) {
                history.violated(
                        Guarantee.MISSED,
                        "client "
                                + transcript.client().id()
                                + " was told of "
                                + missed
                                + " of '"
                                + channel
                                + "', and lacks at most "
                                + atMost.getOrDefault(channel, 0));
            }
        });
        if (transcript.alwaysTold()) {
            surely.forEach((channel, missed) -> {
                if (missed > told.getOrDefault(channel, 0)) {
                    transcript.violated(
                            Guarantee.MISSED,
                            "lacks "
                                    + missed
                                    + " of '"
                                    + channel
                                    + "' and was told of "
                                    + told.getOrDefault(channel, 0));
                }
            });
        }
    }
}
