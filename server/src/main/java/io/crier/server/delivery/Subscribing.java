package io.crier.server.delivery;

import io.crier.server.broker.Broker;
import io.crier.server.broker.Interest;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.threading.OnLoop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Joining and leaving the audiences of one loop so that nothing older arrives and nothing newer is
 * missed: register with the broker, deliver what was published before, only then change the
 * audience.
 */
@OnLoop
final class Subscribing {
    /** A connection that ends leaves that many audiences under one hold of the broker's lock. */
    private static final int LEAVE_AT_ONCE_MAX = 1024;

    private final Broker broker;
    private final LoopDelivery delivery;
    private final int loop;

    Subscribing(Broker broker, LoopDelivery delivery, int loop) {
        this.broker = broker;
        this.delivery = delivery;
        this.loop = loop;
    }

    /**
     * Subscribes to those of {@code names} that are not held yet; all at one point of the node's
     * order.
     */
    void join(Subscriber subscriber, Kind kind, List<Bytes> names) {
        SubscriptionSet held = subscriber.subscriptions(kind);
        List<Bytes> fresh = fresh(held, names);
        if (fresh.isEmpty()) {
            return;
        }
        List<Interest> registered = new ArrayList<>(fresh.size());
        delivery.deliver(broker.register(kind, fresh, loop, registered));
        for (Interest interest : registered) {
            Audience audience = Audience.of(interest, loop);
            if (audience == null) {
                audience = new Audience();
                interest.audience(loop, audience);
            }
            held.add(interest, audience.add(subscriber));
        }
    }

    private static List<Bytes> fresh(SubscriptionSet held, List<Bytes> names) {
        if (names.size() == 1) {
            return held.holds(names.getFirst()) ? List.of() : names;
        }
        Set<Bytes> fresh = new LinkedHashSet<>();
        for (Bytes name : names) {
            if (!held.holds(name)) {
                fresh.add(name);
            }
        }
        return new ArrayList<>(fresh);
    }

    /** Leaves those of {@code names} that are held; all at one point of the node's order. */
    void leave(Subscriber subscriber, Kind kind, List<Bytes> names) {
        SubscriptionSet held = subscriber.subscriptions(kind);
        Set<Interest> leaving = new LinkedHashSet<>();
        for (Bytes name : names) {
            Interest interest = held.find(name);
            if (interest != null) {
                leaving.add(interest);
            }
        }
        leaveAll(subscriber, new ArrayList<>(leaving));
    }

    /** Leaves everything, for a connection that is gone. */
    void leaveAll(Subscriber subscriber) {
        for (Kind kind : Kind.values()) {
            SubscriptionSet held = subscriber.subscriptions(kind);
            while (held.size() > 0) {
                List<Interest> leaving = new ArrayList<>();
                for (int i = 0; i < Math.min(held.size(), LEAVE_AT_ONCE_MAX); i++) {
                    leaving.add(held.at(held.size() - 1 - i));
                }
                leaveAll(subscriber, leaving);
            }
        }
    }

    private void leaveAll(Subscriber subscriber, List<Interest> leaving) {
        if (leaving.isEmpty()) {
            return;
        }
        delivery.deliver(broker.unregister(leaving, loop, this::lastMember));
        for (Interest interest : leaving) {
            SubscriptionSet held = subscriber.subscriptions(interest.kind());
            Audience audience = audience(interest);
            audience.remove(held.seat(interest), interest);
            held.remove(interest);
            if (audience.size() == 0) {
                interest.audience(loop, null);
            }
        }
    }

    private boolean lastMember(Interest interest) {
        return audience(interest).size() == 1;
    }

    private Audience audience(Interest interest) {
        Audience audience = Audience.of(interest, loop);
        if (audience == null) {
            throw new IllegalStateException("held, but without an audience: " + interest.name());
        }
        return audience;
    }
}
