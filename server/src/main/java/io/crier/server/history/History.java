package io.crier.server.history;

import io.crier.server.broker.Broker;
import io.crier.server.broker.Journal;
import io.crier.server.broker.Kept;
import io.crier.server.message.Bytes;
import io.crier.server.message.Message;
import io.crier.server.message.Position;
import io.crier.server.settings.HistoryRules;
import io.crier.server.settings.HistoryRules.Rule;
import io.crier.server.settings.LiveSettings;
import io.crier.server.threading.Clock;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the node's channels remember. Any thread may call. It has one lock, under which messages are
 * taken in and what is to be read is found, not copied; the broker's lock may be taken under it and
 * never the other way round.
 *
 * <p>Whoever reads first takes in what the broker has set aside: so a reader sees every message
 * that was published before he asked, whatever thread published it.
 */
public final class History implements Journal {
    private final Broker broker;
    private final LiveSettings settings;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Shelves shelves = new Shelves();
    private final LiveSettings.Listener listener = (before, after) -> changed(after.history());
    private volatile Retention retention;

    /** Keeps what the settings say, from now on. */
    public History(Broker broker, LiveSettings settings, Clock clock) {
        this.broker = broker;
        this.settings = settings;
        this.clock = clock;
        this.retention = new Retention(settings.current().history());
    }

    /** Begins; before any loop runs. */
    public void open() {
        broker.keepIn(this, Position.NONE);
        settings.addListener(listener);
    }

    /** Ends, after the loops have. */
    public void close() {
        settings.removeListener(listener);
        absorb();
    }

    @Override
    public Object rules() {
        return retention;
    }

    @Override
    public boolean keeps(Bytes channel) {
        return retention.of(channel) != null;
    }

    @Override
    public long epochMillis() {
        return clock.epochMillis();
    }

    @Override
    public void absorb() {
        List<Waiter> arrived;
        lock.lock();
        try {
            takeIn();
            arrived = shelves.takeArrived();
        } finally {
            lock.unlock();
        }
        arrived.forEach(Waiter::arrived);
    }

    private void takeIn() {
        Kept kept = broker.takeKept();
        try {
            Message message = kept.first();
            while (message != null) {
                message = take(message);
            }
        } finally {
            broker.doneKept(kept);
        }
        shelves.evict(bytesMax());
    }

    /**
     * Takes a message and those behind it of the same channel; answers the first of another one.
     */
    private @Nullable Message take(Message first) {
        Bytes channel = first.channel();
        ChannelLog log = shelves.find(channel);
        Rule rule = log == null ? retention.of(channel) : log.rule();
        if (rule != null) {
            return shelves.append(shelves.open(channel, rule), first);
        }
        return first.next(); // the setting changed while it was on its way
    }

    private long bytesMax() {
        long set = settings.current().historyBytesMax();
        return set == 0 ? Runtime.getRuntime().maxMemory() / 4 : set;
    }

    /** Forgets what is too old; called about once a second. */
    public void tick() {
        lock.lock();
        try {
            shelves.expire(clock.epochMillis());
        } finally {
            lock.unlock();
        }
    }

    private void changed(HistoryRules rules) {
        lock.lock();
        try {
            Retention next = new Retention(rules);
            retention = next;
            shelves.rules(next);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Messages of a channel from {@code from} to {@code to}, both included.
     *
     * @param countMax how many at most
     * @param newest whether those are the last ones of the range, and not the first
     */
    public Page range(Bytes channel, long from, long to, long countMax, boolean newest) {
        return read(channel, Page.EMPTY, log -> log.range(from, to, countMax, newest));
    }

    /** How many messages a channel remembers. */
    public long length(Bytes channel) {
        return read(channel, 0L, ChannelLog::count);
    }

    /** What there is to tell of a channel's history; null without one. */
    public @Nullable LogFacts facts(Bytes channel) {
        return read(channel, null, LogFacts::of);
    }

    /** Forgets a channel's oldest messages but {@code max}; answers how many. */
    public long trimTo(Bytes channel, long max) {
        return change(channel, 0L, log -> log.trimTo(max));
    }

    /** Forgets what was published to a channel before {@code position}; answers how many. */
    public long trimBefore(Bytes channel, long position) {
        return change(channel, 0L, log -> log.trimBefore(position));
    }

    /** Forgets everything about a channel; answers whether there was anything. */
    public boolean clear(Bytes channel) {
        lock.lock();
        try {
            takeIn();
            ChannelLog log = shelves.find(channel);
            if (log == null || log.isEmpty()) {
                return false;
            }
            shelves.clear(log);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The channels that remember something and that {@code filter} lets through, in no order. */
    public List<Bytes> channels(Predicate<Bytes> filter) {
        List<Bytes> names;
        lock.lock();
        try {
            takeIn();
            names = shelves.names();
        } finally {
            lock.unlock();
        }
        names.removeIf(filter.negate());
        return names;
    }

    /** How many channels remember something. */
    public int count() {
        return channels(_ -> true).size();
    }

    /** Bytes that all histories take in memory. */
    public long memoryBytes() {
        lock.lock();
        try {
            return shelves.memoryBytes();
        } finally {
            lock.unlock();
        }
    }

    /** The position of a channel's newest message; {@link Position#NONE} without one. */
    public long last(Bytes channel) {
        return read(channel, Position.NONE, ChannelLog::last);
    }

    /**
     * Begins to wait for the next message of channels, unless one has a message already behind what
     * the waiter has seen.
     *
     * @param seen for each channel the position up to which it was read
     * @return whether he waits; he is called once, and then waits no more
     */
    public boolean await(Waiter waiter, List<Bytes> channels, long[] seen) {
        lock.lock();
        try {
            takeIn();
            for (int i = 0; i < channels.size(); i++) {
                ChannelLog log = shelves.find(channels.get(i));
                if (log != null && !log.isEmpty() && log.last() > seen[i]) {
                    return false;
                }
            }
            for (Bytes channel : channels) {
                Rule rule = retention.of(channel);
                if (rule != null) {
                    shelves.open(channel, rule).waiters().add(waiter);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The waiter waits no more. */
    public void forget(Waiter waiter, List<Bytes> channels) {
        lock.lock();
        try {
            for (Bytes channel : channels) {
                ChannelLog log = shelves.find(channel);
                if (log != null) {
                    log.waiters().remove(waiter);
                    shelves.closeIfUnused(log);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private interface Question<T extends @Nullable Object> {
        T of(ChannelLog log);
    }

    private <T extends @Nullable Object> T read(Bytes channel, T without, Question<T> question) {
        lock.lock();
        try {
            takeIn();
            ChannelLog log = shelves.find(channel);
            if (log == null) {
                return without;
            }
            shelves.expire(log, clock.epochMillis());
            return question.of(log);
        } finally {
            lock.unlock();
        }
    }

    private <T> T change(Bytes channel, T without, Question<T> change) {
        lock.lock();
        try {
            takeIn();
            ChannelLog log = shelves.find(channel);
            return log == null ? without : shelves.change(log, change::of);
        } finally {
            lock.unlock();
        }
    }
}
