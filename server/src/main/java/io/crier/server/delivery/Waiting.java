package io.crier.server.delivery;

import io.crier.server.message.Bytes;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.threading.OnLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a client behind bytes that its socket did not take, when some of it may be
 * skipped. Nothing in here has begun to be sent, so whole messages can be taken out anywhere; the
 * rest keeps its order. A gap stands where the first skipped message of its channel stood, and
 * every message of that channel that still waits stands after it.
 */
@OnLoop
@SuppressWarnings("ReferenceEquality") // the same entry or teller, not an equal one
final class Waiting {
    /** What an entry takes beside the bytes that it stands for, roughly. */
    static final int ENTRY_BYTES = 160;

    private final Missed missed;
    private final Map<Topic, Entry.Messages> newest = new HashMap<>();
    private final Gaps gaps = new Gaps();
    private @Nullable Entry first;
    private @Nullable Entry last;

    /** The oldest that can be skipped. */
    private Entry.@Nullable Messages oldest;

    /** From here on it waits for the reply of the command that is being run. */
    private @Nullable Entry heldFrom;

    private long bytes;
    private long tableBytes;
    private int entries;

    /** Whether there may be more than the newest of a channel that wants no more. */
    private boolean loose;

    Waiting(Missed missed) {
        this.missed = missed;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Whether all of it waits for a reply. */
    boolean allHeld() {
        return first == heldFrom;
    }

    int entries() {
        return entries;
    }

    long bytes() {
        return bytes;
    }

    /** Bytes that the list takes itself. */
    long tableBytes() {
        return tableBytes;
    }

    /** Adds what must not be skipped. */
    void stay(Lease lease, int start, int end, boolean held) {
        Entry.Stays entry;
        if (last instanceof Entry.Stays stays && !beginsHeld(held)) {
            entry = stays;
        } else {
            entry = new Entry.Stays();
            append(entry, held);
        }
        put(entry, lease, start, end);
    }

    private void put(Entry.Stays entry, Lease lease, int start, int end) {
        tableBytes -= entry.runs.tableBytes();
        entry.runs.add(lease, start, end);
        tableBytes += entry.runs.tableBytes();
        bytes += end - start;
    }

    /** Adds a reply: behind everything, but before what waits for it. */
    void reply(Lease lease, int start, int end) {
        Entry next = heldFrom;
        if (next == null) {
            stay(lease, start, end, false);
            return;
        }
        Entry.Stays entry;
        if (next.before instanceof Entry.Stays stays) {
            entry = stays;
        } else {
            entry = new Entry.Stays();
            insertBefore(next, entry);
        }
        put(entry, lease, start, end);
    }

    /** What is held follows what was there before. */
    void letGo() {
        Entry from = heldFrom;
        heldFrom = null;
        if (from instanceof Entry.Stays behind && from.before instanceof Entry.Stays front) {
            join(front, behind);
        }
    }

    /**
     * Adds a message that may be skipped.
     *
     * @param teller how the client is spoken to now
     * @param full whether the socket is full, so that older ones of its topic may have to go
     */
    void add(
            Topic topic,
            GapTeller teller,
            Lease lease,
            int start,
            int end,
            boolean full,
            boolean held) {
        missed.applies(topic.policy());
        if (topic.policy() == SlowPolicy.LATEST) {
            Entry.Messages older = newest.get(topic);
            if (full && older != null) {
                skip(older, older.count());
            }
            loose |= !full;
        }
        Entry.Messages entry;
        if (last instanceof Entry.Messages messages
                && messages.topic.equals(topic)
                && messages.teller == teller
                && !beginsHeld(held)) {
            entry = messages;
        } else {
            entry = new Entry.Messages(topic, teller);
            append(entry, held);
            if (oldest == null) {
                oldest = entry;
            }
        }
        if (topic.policy() == SlowPolicy.LATEST) {
            newest.put(topic, entry);
        }
        tableBytes -= entry.tableBytes();
        entry.add(lease, start, end);
        tableBytes += entry.tableBytes();
        bytes += end - start;
    }

    /** A message that is too large for this client is skipped where it would stand. */
    void tooLarge(Topic topic, GapTeller teller, boolean held) {
        missed.applies(topic.policy());
        missed.add(topic, 1);
        Bytes channel = topic.channel();
        Entry.Gap gap = gaps.shared(channel, teller);
        if (last instanceof Entry.Gap same
                && channel.equals(same.channel)
                && same.teller == teller
                && !beginsHeld(held)) {
            gap = same;
        } else if (gap == null) {
            gap = gaps.openBehind(channel, teller);
            append(gap, held);
        }
        gap.missed++;
    }

    /** Skips the oldest messages until no more than so many bytes wait, or none is left. */
    void skipDownTo(long bytesMax) {
        while (bytes + tableBytes > bytesMax && oldest != null) {
            skip(oldest, 1);
        }
    }

    /** The socket is full: of channels that want only the newest, the others go. */
    void keepLatest() {
        if (!loose) {
            return;
        }
        loose = false;
        for (Entry at = first; at != null; ) {
            Entry next = at.after;
            if (at instanceof Entry.Messages messages
                    && messages.topic.policy() == SlowPolicy.LATEST) {
                boolean isNewest = newest.get(messages.topic) == messages;
                skip(messages, isNewest ? messages.count() - 1 : messages.count());
            }
            at = next;
        }
    }

    private void skip(Entry.Messages messages, int count) {
        if (count == 0) {
            return;
        }
        missed.add(messages.topic, count);
        gapBefore(messages).missed += count;
        bytes -= messages.runs.bytes();
        tableBytes -= messages.tableBytes();
        messages.skip(count);
        tableBytes += messages.tableBytes();
        bytes += messages.runs.bytes();
        if (messages.count() == 0) {
            unlink(messages);
        }
    }

    private Entry.Gap gapBefore(Entry.Messages messages) {
        Bytes channel = messages.topic.channel();
        Entry.Gap known = gaps.before(channel, messages.teller);
        if (known != null) {
            return known;
        }
        Entry.Gap gap = gaps.open(channel, messages.teller);
        insertBefore(messages, gap);
        if (messages == heldFrom) {
            heldFrom = gap;
        }
        return gap;
    }

    /**
     * Moves what comes first to the end of {@code queue}, until that has so many bytes; a gap as
     * {@code teller} tells of it.
     */
    void moveTo(RunQueue queue, long bytesMax, Consumer<Entry.Gap> teller) {
        while (first != null && first != heldFrom && queue.bytes() < bytesMax) {
            long before = queue.bytes();
            switch (first) {
                case Entry.Stays stays -> {
                    unlink(stays);
                    stays.runs.moveTo(queue);
                    bytes -= queue.bytes() - before;
                }
                case Entry.Messages messages -> {
                    tableBytes -= messages.tableBytes();
                    messages.moveFirstTo(queue);
                    tableBytes += messages.tableBytes();
                    bytes -= queue.bytes() - before;
                    if (messages.count() == 0) {
                        unlink(messages);
                    }
                }
                case Entry.Gap gap -> {
                    unlink(gap);
                    teller.accept(gap);
                }
            }
        }
    }

    void eachQueue(Consumer<RunQueue> action) {
        for (Entry at = first; at != null; at = at.after) {
            switch (at) {
                case Entry.Stays stays -> action.accept(stays.runs);
                case Entry.Messages messages -> action.accept(messages.runs);
                case Entry.Gap _ -> {}
            }
        }
    }

    void clear() {
        eachQueue(RunQueue::clear);
        first = null;
    }

    private boolean beginsHeld(boolean held) {
        return held && heldFrom == null;
    }

    private void append(Entry entry, boolean held) {
        if (beginsHeld(held)) {
            heldFrom = entry;
        }
        Entry tail = last;
        entry.before = tail;
        if (tail == null) {
            first = entry;
        } else {
            tail.after = entry;
        }
        last = entry;
        linked(entry);
    }

    private void insertBefore(Entry next, Entry entry) {
        Entry previous = next.before;
        entry.before = previous;
        entry.after = next;
        next.before = entry;
        if (previous == null) {
            first = entry;
        } else {
            previous.after = entry;
        }
        linked(entry);
    }

    private void linked(Entry entry) {
        entries++;
        tableBytes += ownBytes(entry);
    }

    private static long ownBytes(Entry entry) {
        return ENTRY_BYTES
                + switch (entry) {
                    case Entry.Stays stays -> stays.runs.tableBytes();
                    case Entry.Messages messages -> messages.tableBytes();
                    case Entry.Gap gap -> gap.channel == null ? 0 : gap.channel.length();
                };
    }

    private void unlink(Entry entry) {
        Entry previous = entry.before;
        Entry next = entry.after;
        if (previous == null) {
            first = next;
        } else {
            previous.after = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.before = previous;
        }
        if (entry == heldFrom) {
            heldFrom = next;
        }
        entries--;
        tableBytes -= ownBytes(entry);
        forget(entry);
        if (previous instanceof Entry.Stays front
                && next instanceof Entry.Stays behind
                && next != heldFrom) {
            join(front, behind);
        }
    }

    private void forget(Entry entry) {
        switch (entry) {
            case Entry.Stays _ -> {}
            case Entry.Messages messages -> {
                newest.remove(messages.topic, messages);
                if (messages == oldest) {
                    oldest = nextMessages(messages.after);
                }
            }
            case Entry.Gap gap -> gaps.forget(gap);
        }
    }

    private static Entry.@Nullable Messages nextMessages(@Nullable Entry from) {
        for (Entry at = from; at != null; at = at.after) {
            if (at instanceof Entry.Messages messages) {
                return messages;
            }
        }
        return null;
    }

    /** Two such entries stand next to each other only where what is held begins. */
    private void join(Entry.Stays front, Entry.Stays behind) {
        unlink(behind);
        tableBytes -= front.runs.tableBytes();
        behind.runs.moveTo(front.runs);
        tableBytes += front.runs.tableBytes();
    }
}
