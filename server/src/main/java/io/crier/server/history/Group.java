package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A consumer group of a channel: how far the channel was read, by whom, and which messages are not
 * acknowledged. Guarded by the history's lock.
 */
final class Group {
    /** With its place in the channel's table, beside its name, about. */
    private static final int OVERHEAD_BYTES = 320;

    private final Bytes name;
    private final NavigableMap<Bytes, Consumer> consumers = new TreeMap<>();
    private final NavigableMap<Long, Pending> pending = new TreeMap<>();
    private long last;
    private long read;
    private long memoryBytes;

    Group(Bytes name, long last, long read) {
        this.name = name;
        this.last = last;
        this.read = read;
        this.memoryBytes = (long) OVERHEAD_BYTES + name.length();
    }

    /** A group as it was. */
    static Group of(GroupState state) {
        Group group = new Group(state.name(), state.last(), state.read());
        for (ConsumerState one : state.consumers()) {
            Consumer consumer = new Consumer(one.name(), one.seenMillis(), one.activeMillis());
            group.add(consumer);
            for (PendingState given : one.pending()) {
                group.add(
                        new Pending(
                                given.position(),
                                consumer,
                                given.givenMillis(),
                                given.givenTimes()));
            }
        }
        return group;
    }

    Bytes name() {
        return name;
    }

    /** The position up to which its consumers were given messages. */
    long last() {
        return last;
    }

    /** How many messages of the channel that is; {@link GroupState#UNKNOWN} if nobody knows. */
    long read() {
        return read;
    }

    void last(long position, long readUpTo) {
        last = position;
        read = readUpTo;
    }

    /** Moves on to a position if it is behind; how many messages that is stays as it was. */
    void reach(long position) {
        last = Math.max(last, position);
    }

    /** By name. */
    NavigableMap<Bytes, Consumer> consumers() {
        return consumers;
    }

    /** What is not acknowledged, by position. */
    NavigableMap<Long, Pending> pending() {
        return pending;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    /** The consumer of this name, who asks now; a new one if there is none. */
    Consumer consumer(Bytes consumerName, long nowMillis) {
        Consumer known = consumers.get(consumerName);
        if (known == null) {
            known = new Consumer(consumerName, nowMillis, ConsumerState.NEVER);
            add(known);
        }
        known.seen(nowMillis);
        return known;
    }

    private void add(Consumer consumer) {
        consumers.put(consumer.name(), consumer);
        memoryBytes += consumer.memoryBytes();
    }

    /** Forgets a consumer, and what it was given; answers how much that was. */
    int remove(Consumer consumer) {
        consumers.remove(consumer.name());
        memoryBytes -= consumer.memoryBytes();
        int given = consumer.pending().size();
        List.copyOf(consumer.pending().values()).forEach(this::remove);
        return given;
    }

    void add(Pending given) {
        pending.put(given.position(), given);
        given.consumer().pending().put(given.position(), given);
        memoryBytes += Pending.MEMORY_BYTES;
    }

    /** Forgets that a message was given. */
    void remove(Pending given) {
        pending.remove(given.position());
        given.consumer().pending().remove(given.position());
        memoryBytes -= Pending.MEMORY_BYTES;
    }

    /** Lets a message that is not acknowledged be another consumer's. */
    void hand(Pending given, Consumer to) {
        given.consumer().pending().remove(given.position());
        given.consumer(to);
        to.pending().put(given.position(), given);
    }

    /** Gives a consumer what nobody of the group was given yet. */
    List<Given> readNew(ChannelLog log, Consumer consumer, long countMax, boolean noAck, long now) {
        Page page = log.range(last + 1, Long.MAX_VALUE, countMax, false);
        List<Given> messages = new ArrayList<>(page.size());
        for (Slice slice : page.slices()) {
            SliceReader reader = new SliceReader(slice);
            long before = slice.before();
            while (reader.next()) {
                long position = reader.position();
                messages.add(
                        new Given(
                                position,
                                new Slice(
                                        slice.data(), reader.start(), reader.offset(), before, 1)));
                before = position;
                advance(log, position);
                if (!noAck) {
                    note(position, consumer, now);
                }
            }
        }
        if (!messages.isEmpty()) {
            consumer.active(now);
        }
        return messages;
    }

    private void advance(ChannelLog log, long position) {
        boolean counts = read != GroupState.UNKNOWN && last >= log.first();
        read = counts ? read + 1 : Distance.read(log, position);
        last = position;
    }

    /** A message that was given before, by a group that was set back, is given anew. */
    private void note(long position, Consumer consumer, long nowMillis) {
        Pending known = pending.get(position);
        if (known == null) {
            add(new Pending(position, consumer, nowMillis, 1));
        } else {
            hand(known, consumer);
            known.given(nowMillis, 1);
        }
    }

    /** Gives a consumer again what it has not acknowledged, behind a position. */
    static List<Given> readAgain(
            ChannelLog log, Consumer consumer, long behind, long countMax, long nowMillis) {
        List<Given> messages = new ArrayList<>();
        MessageSearch search = log.search();
        for (Pending one : consumer.pending().tailMap(behind, false).values()) {
            if (messages.size() >= countMax) {
                break;
            }
            Slice message = search.find(one.position());
            messages.add(new Given(one.position(), message));
            if (message != null) {
                one.given(nowMillis, one.givenTimes() + 1);
            }
        }
        return messages;
    }

    long acknowledge(List<Long> positions) {
        long acknowledged = 0;
        for (Long position : positions) {
            Pending known = pending.get(position);
            if (known != null) {
                remove(known);
                acknowledged++;
            }
        }
        return acknowledged;
    }

    /** What is not acknowledged from one position to another, of all consumers or of one. */
    List<PendingState> pending(PendingRange range, long nowMillis) {
        NavigableMap<Long, Pending> all = pending;
        if (range.consumer() != null) {
            Consumer consumer = consumers.get(range.consumer());
            if (consumer == null) {
                return List.of();
            }
            all = consumer.pending();
        }
        List<PendingState> found = new ArrayList<>();
        if (range.from() <= range.to()) {
            for (Map.Entry<Long, Pending> entry :
                    all.subMap(range.from(), true, range.to(), true).entrySet()) {
                if (found.size() >= range.countMax()) {
                    break;
                }
                Pending one = entry.getValue();
                if (range.idleMillisMin() == 0
                        || one.idleMillis(nowMillis) >= range.idleMillisMin()) {
                    found.add(PendingState.of(one));
                }
            }
        }
        return found;
    }

    @Nullable Consumer find(Bytes consumerName) {
        return consumers.get(consumerName);
    }
}
