package io.crier.server.broker;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.message.Position;
import io.crier.server.telemetry.HoldTimes;
import io.crier.server.threading.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to what on this node, and the one order of everything that is published here. What
 * has to be ordered is done under one lock and is short: find the listeners, count them, append the
 * message to the inbox of each loop that has some. Everything else happens on the loops, outside of
 * it.
 *
 * <p>Subscribing takes the same lock, takes out of the loop's inbox what came before, and
 * registers: the loop delivers that batch first and only then adds the subscriber. So nothing older
 * reaches him, nothing newer is missed, and the count that a publisher got is exactly who receives
 * it.
 *
 * <p>Any thread may call; only a loop's own thread may call what names its index. Nothing calls out
 * under the lock, but for the question of {@link #unregister}, which looks at the calling loop's
 * own audiences.
 */
public final class Broker {
    /** Loops of a node at most: an interest keeps a bit for each. */
    public static final int LOOPS_MAX = 64;

    /**
     * Results kept for channels that only patterns match; all are dropped when that many are known.
     */
    private static final int PATTERN_MATCHES_MAX = 8192;

    private final ReentrantLock lock = new ReentrantLock();
    private final int loopCount;
    private final @Nullable Inbox[] inboxes;
    private final Map<Bytes, Interest> channels = new HashMap<>();
    private final Map<Bytes, Interest> shardChannels = new HashMap<>();
    private final PatternIndex<Interest> patterns = new PatternIndex<>();
    private final Map<Bytes, Match> patternMatches = new HashMap<>();
    private final ArrayList<Interest> matching = new ArrayList<>();
    private Kept kept = new Kept();
    private Kept spareKept = new Kept();
    private @Nullable HoldTimes holdTimes;
    private Journal journal = Journal.NONE;
    private long position;
    private long version;

    /**
     * @param loopCount how many loops will {@link #attach}, 1 to {@link #LOOPS_MAX}
     */
    public Broker(int loopCount) {
        if (loopCount < 1 || loopCount > LOOPS_MAX) {
            throw new IllegalArgumentException(
                    "io-threads: 1 to " + LOOPS_MAX + " loops, got " + loopCount);
        }
        this.loopCount = loopCount;
        this.inboxes = new Inbox[loopCount];
    }

    /**
     * Gives a loop its inbox.
     *
     * @param drain runs on the loop when its inbox is no longer empty
     * @param inboxBytesMax when that many bytes wait, publishers are asked to wait as well
     */
    public void attach(Loop loop, Runnable drain, long inboxBytesMax) {
        inboxes[loop.index()] = new Inbox(loop, drain, inboxBytesMax);
    }

    /** From now on measures how long publishing holds the lock; before any loop runs. */
    public void measure(HoldTimes times) {
        holdTimes = times;
    }

    /**
     * From now on messages are kept there; before any loop runs.
     *
     * @param last the position of the last message that was kept before; all to come are greater
     */
    public void keepIn(Journal newJournal, long last) {
        journal = newJournal;
        position = last;
    }

    public Journal journal() {
        return journal;
    }

    /**
     * Publishes messages in their order, with nothing in between, and writes for each how many
     * subscribers it reaches.
     *
     * @return the index of a loop whose inbox is full, for {@link #whenRoom}; -1 when none is. The
     *     messages are published all the same.
     */
    public int publish(Message[] burst, int count, int[] receivers) {
        long wake = 0;
        long now = -1;
        int full = -1;
        lock.lock();
        HoldTimes measured = holdTimes;
        long taken = measured == null ? 0 : measured.taken();
        try {
            for (int i = 0; i < count; i++) {
                Message message = burst[i];
                Match match = match(message);
                long loops = 0;
                int total = 0;
                Interest exact = match.exact();
                if (exact != null) {
                    total = exact.subscribers;
                    loops = exact.loops;
                }
                for (int k = 0; k < match.patternCount(); k++) {
                    Interest pattern = match.pattern(k);
                    total += pattern.subscribers;
                    loops |= pattern.loops;
                }
                receivers[i] = total;
                if (message.kept()) {
                    now = now < 0 ? journal.epochMillis() : now;
                    keep(message, now);
                }
                for (; loops != 0; loops &= loops - 1) {
                    int index = Long.numberOfTrailingZeros(loops);
                    Inbox inbox = inbox(index);
                    if (inbox.append(message, match)) {
                        wake |= 1L << index;
                    }
                    if (inbox.full()) {
                        full = index;
                    }
                }
            }
        } finally {
            if (taken != 0 && measured != null) {
                measured.released(taken);
            }
            lock.unlock();
        }
        for (; wake != 0; wake &= wake - 1) {
            Inbox inbox = inbox(Long.numberOfTrailingZeros(wake));
            inbox.loop().execute(inbox.drain());
        }
        if (now >= 0) {
            journal.absorb();
        }
        return full;
    }

    private void keep(Message message, long nowMillis) {
        position = Position.next(position, nowMillis);
        message.position(position);
        kept.add(message);
    }

    /**
     * Everything that was set aside for the journal, in the node's order; it absorbs that and calls
     * {@link #doneKept}. One caller at a time.
     */
    public Kept takeKept() {
        lock.lock();
        try {
            Kept taken = kept;
            kept = spareKept;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Gives back what was absorbed: lets go of the messages and of their blocks. */
    public void doneKept(Kept taken) {
        taken.clear();
        spareKept = taken;
    }

    /**
     * Runs {@code task} on the loop {@code of} as soon as the inbox of the loop {@code index} has
     * room again.
     */
    public void whenRoom(int index, Loop of, Runnable task) {
        whenRoom(index, () -> of.execute(task));
    }

    /**
     * Runs {@code task}, which must be short, on whatever thread made room in the inbox of the loop
     * {@code index}.
     */
    public void whenRoom(int index, Runnable task) {
        lock.lock();
        try {
            Inbox inbox = inbox(index);
            if (inbox.full()) {
                inbox.waitForRoom(task);
                return;
            }
        } finally {
            lock.unlock();
        }
        task.run();
    }

    /** How many messages wait in the inbox of a loop. */
    public int waiting(int loop) {
        lock.lock();
        try {
            return inbox(loop).waiting();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes everything out of a loop's inbox; its loop delivers it and then calls {@link #done}.
     */
    public Batch take(int loop) {
        List<Runnable> waiting;
        Batch batch;
        lock.lock();
        try {
            Inbox inbox = inbox(loop);
            batch = inbox.take();
            waiting = inbox.takeWaiting();
        } finally {
            lock.unlock();
        }
        waiting.forEach(Runnable::run);
        return batch;
    }

    /** Gives a delivered batch back: lets go of its messages and blocks. */
    public void done(int loop, Batch batch) {
        batch.clear();
        inbox(loop).giveBack(batch);
    }

    /**
     * Registers one subscriber of a loop for each of {@code names}, which he does not hold yet and
     * which are different from each other, and adds what he now holds to {@code registered} in the
     * same order.
     *
     * @return what was published before; it has to be delivered before the subscriber is added to
     *     any audience
     */
    public Batch register(Kind kind, List<Bytes> names, int loop, List<Interest> registered) {
        List<Glob> globs =
                kind == Kind.PATTERN ? names.stream().map(Glob::compile).toList() : List.of();
        lock.lock();
        try {
            for (int i = 0; i < names.size(); i++) {
                Interest interest =
                        kind == Kind.PATTERN
                                ? pattern(names.get(i), globs.get(i))
                                : channel(kind, names.get(i));
                interest.subscribers++;
                interest.loops |= 1L << loop;
                registered.add(interest);
            }
            return inbox(loop).take();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes back one subscriber of a loop from each of {@code interests}.
     *
     * @param lastOfLoop whether he is the loop's last subscriber of an interest; asked under the
     *     lock, so it must be short and must not call the broker
     * @return what was published before; it has to be delivered before he is taken out of any
     *     audience
     */
    public Batch unregister(List<Interest> interests, int loop, Predicate<Interest> lastOfLoop) {
        lock.lock();
        try {
            for (Interest interest : interests) {
                interest.subscribers--;
                if (lastOfLoop.test(interest)) {
                    interest.loops &= ~(1L << loop);
                }
                if (interest.subscribers == 0) {
                    forget(interest);
                }
            }
            return inbox(loop).take();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The channels or shard channels with subscribers whose names {@code filter} lets through, in
     * no order.
     */
    public List<Bytes> channels(Kind kind, Predicate<Bytes> filter) {
        List<Bytes> names;
        lock.lock();
        try {
            names = new ArrayList<>(table(kind).keySet());
        } finally {
            lock.unlock();
        }
        names.removeIf(filter.negate());
        return names;
    }

    /** Subscribers of a channel or shard channel by name; those of patterns do not count. */
    public int subscribers(Kind kind, Bytes name) {
        lock.lock();
        try {
            Interest interest = table(kind).get(name);
            return interest == null ? 0 : interest.subscribers;
        } finally {
            lock.unlock();
        }
    }

    /** How many different channels, patterns or shard channels have subscribers. */
    public int count(Kind kind) {
        lock.lock();
        try {
            return kind == Kind.PATTERN ? patterns.size() : table(kind).size();
        } finally {
            lock.unlock();
        }
    }

    private Match match(Message message) {
        if (message.kind() == Kind.SHARD) {
            Interest interest = shardChannels.get(message.channel());
            return interest == null ? Match.NOBODY : cached(interest);
        }
        Interest interest = channels.get(message.channel());
        if (interest != null) {
            return cached(interest);
        }
        return patterns.size() == 0 ? Match.NOBODY : byPatternAlone(message.channel());
    }

    private Match cached(Interest interest) {
        Match match = interest.match;
        if (match == null || interest.matchVersion != version) {
            match =
                    new Match(
                            interest,
                            interest.kind() == Kind.SHARD
                                    ? Match.NO_PATTERNS
                                    : matching(interest.name()));
            interest.match = match;
            interest.matchVersion = version;
        }
        return match;
    }

    private Match byPatternAlone(Bytes channel) {
        Match match = patternMatches.get(channel);
        if (match == null) {
            Interest[] found = matching(channel);
            match = found.length == 0 ? Match.NOBODY : new Match(null, found);
            if (patternMatches.size() >= PATTERN_MATCHES_MAX) {
                patternMatches.clear();
            }
            patternMatches.put(channel, match);
        }
        return match;
    }

    private Interest[] matching(Bytes channel) {
        if (patterns.size() == 0) {
            return Match.NO_PATTERNS;
        }
        matching.clear();
        patterns.match(channel, matching);
        return matching.isEmpty() ? Match.NO_PATTERNS : matching.toArray(Match.NO_PATTERNS);
    }

    private Interest pattern(Bytes name, Glob glob) {
        Interest known = patterns.get(name);
        if (known != null) {
            return known;
        }
        Interest interest = new Interest(Kind.PATTERN, name, glob.tableBytes(), loopCount);
        patterns.put(name, glob, interest);
        patternsChanged();
        return interest;
    }

    private Interest channel(Kind kind, Bytes name) {
        Interest known = table(kind).get(name);
        if (known != null) {
            return known;
        }
        Interest interest = new Interest(kind, name, 0, loopCount);
        table(kind).put(name, interest);
        return interest;
    }

    private void forget(Interest interest) {
        if (interest.kind() == Kind.PATTERN) {
            patterns.remove(interest.name());
            patternsChanged();
        } else {
            table(interest.kind()).remove(interest.name());
        }
    }

    private void patternsChanged() {
        version++;
        patternMatches.clear();
    }

    private Map<Bytes, Interest> table(Kind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case SHARD -> shardChannels;
            case PATTERN -> throw new IllegalArgumentException("patterns are indexed, not listed");
        };
    }

    private Inbox inbox(int loop) {
        Inbox inbox = inboxes[loop];
        if (inbox == null) {
            throw new IllegalStateException("loop " + loop + " is not attached");
        }
        return inbox;
    }
}
