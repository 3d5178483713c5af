package io.crier.server.history;

import io.crier.server.message.Bytes;
import io.crier.server.message.Message;
import io.crier.server.message.Position;
import io.crier.server.settings.HistoryRules.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one channel remembers, from the oldest message on, its groups, and who waits for more.
 * Guarded by the history's lock.
 */
final class ChannelLog {
    /** Bytes that a log takes beside its segments and its channel's name, about. */
    static final int OVERHEAD_BYTES = 256;

    private static final int SEGMENT_BYTES_MIN = 256;
    private static final int SEGMENT_BYTES_MAX = 64 * 1024;

    /** A new segment is a quarter of what there is already, so that little of it is ever unused. */
    private static final int SEGMENTS_WANTED = 4;

    private final long serial;
    private final Bytes channel;
    private final List<Segment> segments = new ArrayList<>();
    private @Nullable Set<Waiting> waiting;
    private @Nullable ChannelGroups groups;
    private Rule rule;
    private long dueMillis;
    private long count;
    private long payloadBytes;
    private long memoryBytes;
    private long added;
    private long last = Position.NONE;
    private long lastRemoved = Position.NONE;

    /**
     * @param serial no other log of the node has
     */
    ChannelLog(Bytes channel, Rule rule, long serial) {
        this.serial = serial;
        this.channel = channel;
        this.rule = rule;
        this.memoryBytes = (long) OVERHEAD_BYTES + channel.length();
    }

    long serial() {
        return serial;
    }

    Bytes channel() {
        return channel;
    }

    /** When its oldest message is too old, or before; milliseconds since the epoch. */
    long dueMillis() {
        return dueMillis;
    }

    void dueMillis(long millis) {
        dueMillis = millis;
    }

    Rule rule() {
        return rule;
    }

    void rule(Rule newRule) {
        rule = newRule;
        trimToRule();
    }

    /** Reads that wait for its messages, from the first that came on. */
    Set<Waiting> waiting() {
        if (waiting == null) {
            waiting = new LinkedHashSet<>();
        }
        return waiting;
    }

    boolean isAwaited() {
        return waiting != null && !waiting.isEmpty();
    }

    /** Its consumer groups, which outlive its messages. */
    ChannelGroups groups() {
        if (groups == null) {
            groups = new ChannelGroups();
        }
        return groups;
    }

    boolean hasGroups() {
        return groups != null && !groups.isEmpty();
    }

    /** Whether clients see that the channel has a history: messages, or groups. */
    boolean exists() {
        return !isEmpty() || hasGroups();
    }

    long count() {
        return count;
    }

    /** How many messages it was given since it exists. */
    long added() {
        return added;
    }

    /** The position of the newest message it was given; {@link Position#NONE} without one. */
    long last() {
        return last;
    }

    /** The greatest position that was removed; {@link Position#NONE} if none was. */
    long lastRemoved() {
        return lastRemoved;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The position of the oldest message; there is one. */
    long first() {
        return segments.getFirst().first();
    }

    /** What names its oldest piece of memory among those of all logs; 0 while it is empty. */
    long key() {
        return segments.isEmpty() ? Position.NONE : segments.getFirst().key();
    }

    /** How many pieces of memory it has. */
    int segments() {
        return segments.size();
    }

    /** Adds a message, and removes those that the rule has no room for. */
    void append(Message message) {
        int length = message.payloadLength();
        int bytes = Segment.bytesFor(message.from(), length);
        Segment tail = segments.isEmpty() ? null : segments.getLast();
        if (tail == null || !tail.hasRoom(bytes)) {
            tail = new Segment(Math.max(bytes, segmentBytes()), message.position());
            segments.add(tail);
            memoryBytes += tail.memoryBytes();
        }
        tail.append(message.position(), message.from(), message.block(), message.payload(), length);
        last = message.position();
        count++;
        added++;
        payloadBytes += length;
        trimToRule();
    }

    private int segmentBytes() {
        long quarter = (memoryBytes - OVERHEAD_BYTES) / SEGMENTS_WANTED;
        long power = Long.highestOneBit(Math.max(1, quarter));
        return Math.clamp(power, SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX);
    }

    private void trimToRule() {
        while (count > rule.messages() || payloadBytes > rule.bytes()) {
            removeFirst();
        }
    }

    /** Removes what was published before {@code position}; answers how many messages. */
    long trimBefore(long position) {
        long before = count;
        while (count > 0 && first() < position) {
            removeFirst();
        }
        return before - count;
    }

    /** Removes the oldest messages but {@code max}; answers how many. */
    long trimTo(long max) {
        long before = count;
        while (count > max) {
            removeFirst();
        }
        return before - count;
    }

    private void removeFirst() {
        Segment head = segments.getFirst();
        payloadBytes -= head.removeFirst();
        lastRemoved = head.removed();
        count--;
        if (head.count() == 0) {
            dropFirstSegment();
        }
    }

    /** Removes the oldest messages, as many as stand in one piece of memory; there is one. */
    void removeFirstSegment() {
        Segment head = segments.getFirst();
        lastRemoved = head.last();
        SliceReader reader = new SliceReader(head.all());
        while (reader.next()) {
            payloadBytes -= reader.payloadLength();
        }
        count -= head.count();
        dropFirstSegment();
    }

    private void dropFirstSegment() {
        memoryBytes -= segments.removeFirst().memoryBytes();
    }

    /** Finds single messages. */
    MessageSearch search() {
        return new MessageSearch(segments);
    }

    /**
     * Messages from {@code from} to {@code to}, both included.
     *
     * @param countMax how many at most
     * @param newest whether those are the last ones of the range, and not the first
     */
    Page range(long from, long to, long countMax, boolean newest) {
        return new RangeRead(segments, from, to, countMax).page(newest);
    }
}
