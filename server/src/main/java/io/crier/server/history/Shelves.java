package io.crier.server.history;

import io.crier.server.message.Bytes;
import io.crier.server.message.Message;
import io.crier.server.message.Position;
import io.crier.server.settings.HistoryRules;
import io.crier.server.settings.HistoryRules.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The logs of all channels: which there are, which holds the oldest message, which will be too old
 * next, and what they take together. Guarded by the history's lock.
 */
final class Shelves {
    private final Map<Bytes, ChannelLog> logs = new HashMap<>();

    /** By the position of the oldest message, which no two logs share. */
    private final TreeMap<Long, ChannelLog> byOldest = new TreeMap<>();

    /**
     * Logs that remember something with an age, by when to look at them again: at the time at which
     * their oldest message is too old, or before.
     */
    private final NavigableSet<ChannelLog> dues =
            new TreeSet<>(
                    Comparator.comparingLong((ChannelLog log) -> log.dueMillis())
                            .thenComparingLong(ChannelLog::serial));

    private long nextSerial;

    private long memoryBytes;
    private long groupBytes;

    @Nullable ChannelLog find(Bytes channel) {
        return logs.get(channel);
    }

    /** The log of a channel, a new one if there is none. */
    ChannelLog open(Bytes channel, Rule rule) {
        ChannelLog known = logs.get(channel);
        if (known != null) {
            return known;
        }
        ChannelLog log = new ChannelLog(channel, rule, nextSerial++);
        logs.put(channel, log);
        memoryBytes += log.memoryBytes();
        return log;
    }

    /**
     * Appends a message of the log's channel, and those that follow it of the same channel; answers
     * the first of another one.
     */
    @SuppressWarnings("ReferenceEquality") // a burst has one name for each channel
    @Nullable Message append(ChannelLog log, Message first) {
        long key = log.key();
        long memory = log.memoryBytes();
        boolean wasEmpty = log.isEmpty();
        Message message = first;
        do {
            log.append(message);
            message = message.next();
        } while (message != null && message.channel() == first.channel());
        account(log, key, memory);
        if (wasEmpty) {
            due(log);
        }
        return message;
    }

    /** Changes what a log remembers in another way than {@link #append}. */
    <T extends @Nullable Object> T change(ChannelLog log, Function<ChannelLog, T> change) {
        long key = log.key();
        long memory = log.memoryBytes();
        T result = change.apply(log);
        account(log, key, memory);
        closeIfUnused(log);
        return result;
    }

    private void account(ChannelLog log, long keyBefore, long memoryBefore) {
        memoryBytes += log.memoryBytes() - memoryBefore;
        if (log.key() != keyBefore) {
            byOldest.remove(keyBefore);
            if (!log.isEmpty()) {
                byOldest.put(log.key(), log);
            }
        }
    }

    private void due(ChannelLog log) {
        dues.remove(log);
        if (!log.isEmpty() && log.rule().ageSeconds() != HistoryRules.UNLIMITED) {
            log.dueMillis(Position.millis(log.first()) + log.rule().ageSeconds() * 1_000);
            dues.add(log);
        }
    }

    /** Forgets what is too old in one log. */
    void expire(ChannelLog log, long nowMillis) {
        long ageSeconds = log.rule().ageSeconds();
        if (ageSeconds != HistoryRules.UNLIMITED
                && !log.isEmpty()
                && log.first() < oldest(nowMillis, ageSeconds)) {
            change(log, one -> one.trimBefore(oldest(nowMillis, ageSeconds)));
        }
    }

    private static long oldest(long nowMillis, long ageSeconds) {
        return Position.of(Math.max(0, nowMillis - ageSeconds * 1_000 + 1));
    }

    /** Forgets what is too old, of every channel. */
    void expire(long nowMillis) {
        while (!dues.isEmpty() && dues.first().dueMillis() <= nowMillis) {
            ChannelLog log = dues.first();
            expire(log, nowMillis);
            due(log);
        }
    }

    /** Forgets the oldest messages of all until the rest takes no more than so many bytes. */
    void evict(long bytesMax) {
        Map.Entry<Long, ChannelLog> oldest = byOldest.firstEntry();
        while (memoryBytes > bytesMax && oldest != null) {
            change(
                    oldest.getValue(),
                    log -> {
                        log.removeFirstSegment();
                        return log;
                    });
            oldest = byOldest.firstEntry();
        }
    }

    /** Other rules hold: forgets what has no room under them. */
    void rules(Retention retention) {
        for (ChannelLog log : List.copyOf(logs.values())) {
            Rule rule = retention.of(log.channel());
            if (rule == null) {
                clear(log);
            } else {
                change(
                        log,
                        one -> {
                            one.rule(rule);
                            return one;
                        });
            }
        }
        logs.values().forEach(this::due);
    }

    /** Forgets everything about a channel; who waits goes on waiting. */
    void clear(ChannelLog log) {
        if (log.hasGroups()) {
            log.groups().byName().clear();
            groupsGrew(log, -log.groups().memoryBytes());
        }
        change(log, one -> one.trimTo(0));
    }

    /** The groups of a channel take so many bytes more. */
    void groupsGrew(ChannelLog log, long bytes) {
        log.groups().grew(bytes);
        groupBytes += bytes;
        memoryBytes += bytes;
    }

    /** What the groups of all channels take of {@link #memoryBytes}. */
    long groupBytes() {
        return groupBytes;
    }

    void closeIfUnused(ChannelLog log) {
        if (!log.exists() && !log.isAwaited() && logs.remove(log.channel(), log)) {
            memoryBytes -= log.memoryBytes();
            dues.remove(log);
        }
    }

    /** All logs, in no order. */
    List<ChannelLog> all() {
        return List.copyOf(logs.values());
    }

    /** The channels that remember something. */
    List<Bytes> names() {
        List<Bytes> names = new ArrayList<>(logs.size());
        for (ChannelLog log : logs.values()) {
            if (log.exists()) {
                names.add(log.channel());
            }
        }
        return names;
    }

    long memoryBytes() {
        return memoryBytes;
    }
}
