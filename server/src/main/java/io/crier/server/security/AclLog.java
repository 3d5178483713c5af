package io.crier.server.security;

import io.crier.server.message.Bytes;
import io.crier.server.threading.Clock;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/**
 * What was denied lately, the latest first; the same again within a minute is counted. Any thread
 * may use it.
 */
public final class AclLog {
    private static final long TOGETHER_MILLIS = 60_000;

    /** How many of the latest are looked at for the same. */
    private static final int LOOKED_AT = 10;

    private static final int TEXT_BYTES_MAX = 1_024;

    /**
     * Something that was denied.
     *
     * @param id rising
     * @param multi whether it was in a transaction
     * @param object the command, key or channel
     * @param client as CLIENT LIST shows it
     */
    public record Entry(
            long id,
            long count,
            Denial.Reason reason,
            boolean multi,
            Bytes object,
            Bytes user,
            long createdMillis,
            long updatedMillis,
            String client) {
        boolean same(Entry other) {
            return reason == other.reason
                    && multi == other.multi
                    && Math.abs(createdMillis - other.updatedMillis) <= TOGETHER_MILLIS
                    && object.equals(other.object)
                    && user.equals(other.user);
        }
    }

    private final Clock clock;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long nextId;

    public AclLog(Clock clock) {
        this.clock = clock;
    }

    /**
     * Notes what was denied.
     *
     * @param lengthMax how many entries are kept
     */
    public synchronized void add(
            Denial.Reason reason,
            boolean multi,
            Bytes object,
            Bytes user,
            String client,
            long lengthMax) {
        long now = clock.epochMillis();
        Entry added =
                new Entry(
                        nextId,
                        1,
                        reason,
                        multi,
                        shortened(object),
                        shortened(user),
                        now,
                        now,
                        client);
        Iterator<Entry> latest = entries.iterator();
        for (int i = 0; i < LOOKED_AT && latest.hasNext(); i++) {
            Entry known = latest.next();
            if (added.same(known)) {
                latest.remove();
                entries.addFirst(
                        new Entry(
                                known.id,
                                known.count + 1,
                                reason,
                                multi,
                                known.object,
                                known.user,
                                known.createdMillis,
                                now,
                                client));
                return;
            }
        }
        nextId++;
        entries.addFirst(added);
        while (entries.size() > lengthMax) {
            entries.removeLast();
        }
    }

    private static Bytes shortened(Bytes text) {
        return text.length() <= TEXT_BYTES_MAX
                ? text
                : RuleText.bytes(RuleText.of(text).substring(0, TEXT_BYTES_MAX) + "...");
    }

    /** The latest entries, at most {@code count}. */
    public synchronized List<Entry> latest(long count) {
        return entries.stream().limit(Math.max(0, count)).toList();
    }

    public synchronized void reset() {
        entries.clear();
    }
}
