package io.crier.server.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What happened in one run, as publishers and subscribers saw it. Sends and answers carry ticks of
 * one shared counter: an answer with a lower tick than a send came before it. Bytes are kept as
 * text of one character each.
 */
public final class Recorded {
    /**
     * One publish; its payload is unlike all others.
     *
     * @param sent a tick before its request was written
     * @param answered a tick after its answer was read
     * @param count what was answered
     */
    public record Publish(String channel, String payload, long sent, long answered, long count) {}

    /** One delivery; {@code pattern} is empty where the channel itself is subscribed. */
    record Delivery(String pattern, String channel, String payload) {}

    /** A stretch in which one subscriber held one channel or pattern; times are ticks. */
    static final class Holding {
        final String name;
        final boolean pattern;
        final long asked;
        long confirmed;
        long leaving;
        long left;
        final List<String> payloads = new ArrayList<>();

        Holding(String name, boolean pattern, long asked) {
            this.name = name;
            this.pattern = pattern;
            this.asked = asked;
        }

        boolean covers(String channel) {
            return pattern
                    ? channel.startsWith(name.substring(0, name.length() - 1))
                    : channel.equals(name);
        }

        @Override
        public String toString() {
            return name + " held from " + asked + "/" + confirmed + " to " + leaving + "/" + left;
        }
    }

    private final AtomicLong ticks = new AtomicLong();
    private final Map<String, Publish> publishes = new ConcurrentHashMap<>();
    private final List<List<Delivery>> streams = new ArrayList<>();
    private final List<Holding> holdings = new ArrayList<>();

    /** The next moment. */
    public long tick() {
        return ticks.incrementAndGet();
    }

    /** A publish that was answered; any thread may tell. */
    public void published(Publish publish) {
        publishes.put(publish.payload, publish);
    }

    Map<String, Publish> publishes() {
        return publishes;
    }

    /** Everything that one subscriber received, in order, and all that it ever held. */
    synchronized void heard(List<Delivery> stream, List<Holding> held) {
        streams.add(stream);
        holdings.addAll(held);
    }

    /** One who held {@code channel} from the tick {@code confirmed} until now, and all it got. */
    public void heardSince(long confirmed, String channel, List<String> payloads) {
        Holding holding = new Holding(channel, false, confirmed);
        holding.confirmed = confirmed;
        holding.leaving = tick();
        holding.left = tick();
        holding.payloads.addAll(payloads);
        List<Delivery> stream = new ArrayList<>();
        payloads.forEach(payload -> stream.add(new Delivery("", channel, payload)));
        heard(stream, List.of(holding));
    }

    synchronized List<List<Delivery>> streams() {
        return List.copyOf(streams);
    }

    synchronized List<Holding> holdings() {
        return List.copyOf(holdings);
    }
}
