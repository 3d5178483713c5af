package io.crier.server.simulator;

import io.crier.server.settings.PublishRate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a history against the guarantees, when the run is over. */
final class Checker {
    private final History history;
    private final List<SimClient> clients;
    private final Regime regime;
    private final Rights rights;
    private final Lifetimes lifetimes;
    private final @Nullable PublishRate rate;

    /**
     * @param rate of each guest's user; null without one
     */
    Checker(
            History history,
            List<SimClient> clients,
            Regime regime,
            Rights rights,
            Lifetimes lifetimes,
            @Nullable PublishRate rate) {
        this.lifetimes = lifetimes;
        this.rate = rate;
        this.history = history;
        this.regime = regime;
        this.rights = rights;
        this.clients = clients;
    }

    /** G1, G6 and G7 are checked while the transcripts are read, G5 while the run goes on. */
    void check() {
        int before = history.violations().size();
        List<Transcript> transcripts = new ArrayList<>();
        for (SimClient client : clients) {
            Transcript transcript = new Transcript(client, history);
            transcript.read();
            transcripts.add(transcript);
        }
        transcripts.forEach(this::nothingOlder);
        Revocations revocations = new Revocations(history, rights);
        clients.forEach(revocations::check);
        lifetimes.check();
        new Rates(history, clients, rate).check();
        if (history.violations().size() > before) {
            return;
        }
        Order order = new Order(history, clients, transcripts);
        if (order.check()) {
            new NothingMissed(history, transcripts, order, regime).check();
        }
        new ExactCounts(history, transcripts, order, regime).check();
    }

    /** G1: what was answered before a client asked to subscribe does not reach it. */
    private void nothingOlder(Transcript transcript) {
        for (Interval interval : transcript.intervals()) {
            for (Publish publish : interval.received) {
                if (publish.answeredStep < interval.began.fedStep) {
                    transcript.violated(Guarantee.G1, publish + " is older than " + interval);
                }
            }
        }
    }
}
