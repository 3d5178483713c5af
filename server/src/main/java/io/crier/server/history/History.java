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
import java.util.function.Supplier;
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
    private final Groups groups = new Groups(this, shelves);
    private final WaitingReads waitingReads = new WaitingReads(shelves, groups::readNow);
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
        inOrder(() -> true);
    }

    /**
     * Does {@code work} under the lock, after taking in what was published before, and then calls
     * those for whom there is something.
     */
    <T extends @Nullable Object> T inOrder(Supplier<T> work) {
        T result;
        List<Waiter> arrived;
        lock.lock();
        try {
            takeIn();
            result = work.get();
            waitingReads.serve();
            arrived = waitingReads.takeArrived();
        } finally {
            lock.unlock();
        }
        arrived.forEach(Waiter::arrived);
        return result;
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
        waitingReads.serve();
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
            ChannelLog open = shelves.open(channel, rule);
            waitingReads.stir(open);
            return shelves.append(open, first);
        }
        return first.next(); // the setting changed while it was on its way
    }

    /** Bytes that all histories may take. */
    public long bytesMax() {
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
        Retention next = new Retention(rules);
        inOrder(() -> {
            retention = next;
            for (ChannelLog log : shelves.all()) {
                if (next.of(log.channel()) == null) {
                    waitingReads.endAll(log);
                }
            }
            shelves.rules(next);
            return true;
        });
    }

    /** Its consumer groups. */
    public Groups groups() {
        return groups;
    }

    long nowMillis() {
        return clock.epochMillis();
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
        return inOrder(() -> {
            ChannelLog log = shelves.find(channel);
            if (log == null || !log.exists()) {
                return false;
            }
            waitingReads.stir(log);
            shelves.clear(log);
            return true;
        });
    }

    /** Forgets everything about all channels. */
    public void clear() {
        inOrder(() -> {
            for (ChannelLog log : shelves.all()) {
                waitingReads.stir(log);
                shelves.clear(log);
            }
            return true;
        });
    }

    /** Whether a channel has a history: messages, or groups. */
    public boolean exists(Bytes channel) {
        return read(channel, false, ChannelLog::exists);
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
     * was seen, or keeps no history.
     *
     * @return whether it waits; then its waiter is called once, or it has to be forgotten
     */
    public boolean await(Waiting read) {
        return inOrder(() -> {
            for (Bytes channel : read.channels()) {
                ChannelLog log = shelves.find(channel);
                boolean there = log != null && !log.isEmpty() && read.wants(channel, log.last());
                if (there || retention.of(channel) == null) {
                    return false;
                }
            }
            add(read);
            return true;
        });
    }

    /** A read begins to wait; under the lock, when there is nothing for it. */
    void add(Waiting read) {
        waitingReads.add(read, retention);
    }

    /** The log of a channel, a new one if there is none; null if it keeps no history. */
    @Nullable ChannelLog open(Bytes channel) {
        Rule rule = retention.of(channel);
        return rule == null ? null : shelves.open(channel, rule);
    }

    /** Somebody may have what he waits for, at a log that changed. */
    void stir(ChannelLog log) {
        waitingReads.stir(log);
    }

    /** A read waits no more; answers false if its waiter was called, or is about to be. */
    public boolean forget(Waiting read) {
        return inOrder(() -> waitingReads.remove(read));
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
