package io.crier.server.simulator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * G3: whether one total order explains everything. What each client read, what each publisher sent,
 * and what was answered before something else was sent, each say that one publish came before
 * another; together they must not contradict each other.
 */
final class Order {
    private final History history;
    private final List<SimClient> clients;
    private final List<Transcript> transcripts;
    private final List<Publish> publishes = new ArrayList<>();
    private final Map<Publish, Integer> numbers = new HashMap<>();
    private final List<BitSet> after = new ArrayList<>();

    Order(History history, List<SimClient> clients, List<Transcript> transcripts) {
        this.history = history;
        this.clients = clients;
        this.transcripts = transcripts;
    }

    /** Whether there is an order. */
    boolean check() {
        for (Publish publish : history.publishes()) {
            if (publish.happened()) {
                numbers.put(publish, publishes.size());
                publishes.add(publish);
                after.add(new BitSet());
            }
        }
        transcripts.forEach(this::asRead);
        clients.forEach(this::asSent);
        asAnswered();
        return closeOver();
    }

    List<Publish> publishes() {
        return publishes;
    }

    /** Whether everything shows that {@code first} came before {@code second}, or is it. */
    boolean before(Publish first, Publish second) {
        return first == second || after.get(number(first)).get(number(second));
    }

    private int number(Publish publish) {
        return numbers.getOrDefault(publish, -1);
    }

    private void edge(Publish first, Publish second) {
        if (first != second) {
            after.get(number(first)).set(number(second));
        }
    }

    private void asRead(Transcript transcript) {
        List<Delivery> deliveries = transcript.deliveries();
        for (int i = 1; i < deliveries.size(); i++) {
            edge(deliveries.get(i - 1).publish(), deliveries.get(i).publish());
        }
    }

    private void asSent(SimClient client) {
        List<Publish> sent = client.published().stream().filter(numbers::containsKey).toList();
        for (int i = 1; i < sent.size(); i++) {
            edge(sent.get(i - 1), sent.get(i));
        }
    }

    private void asAnswered() {
        List<Publish> sent = new ArrayList<>(publishes);
        sent.sort(Comparator.comparingLong(Publish::sentStep));
        for (Publish first : publishes) {
            for (int i = sent.size() - 1;
                    i >= 0 && sent.get(i).sentStep() > first.answeredStep;
                    i--) {
                edge(first, sent.get(i));
            }
        }
    }

    /** Makes {@link #after} reach through others, walking backwards from what nothing follows. */
    private boolean closeOver() {
        int size = publishes.size();
        int[] waiting = new int[size];
        List<List<Integer>> preceding = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            preceding.add(new ArrayList<>());
        }
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int first = i;
            waiting[i] = after.get(i).cardinality();
            after.get(i).stream().forEach(second -> preceding.get(second).add(first));
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        int done = 0;
        for (; done < ready.size(); done++) {
            int second = ready.get(done);
            for (int first : preceding.get(second)) {
                after.get(first).or(after.get(second));
                if (--waiting[first] == 0) {
                    ready.add(first);
                }
            }
        }
        if (done == size) {
            return true;
        }
        report(waiting);
        return false;
    }

    private void report(int[] waiting) {
        StringBuilder text = new StringBuilder("no order explains what was read of");
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] > 0 && text.length() < 500) {
                text.append(' ').append(publishes.get(i));
            }
        }
        history.violated(Guarantee.G3, text.toString());
    }
}
