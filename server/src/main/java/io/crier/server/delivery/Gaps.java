package io.crier.server.delivery;

import io.crier.server.message.Bytes;
import io.crier.server.threading.OnLoop;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gaps among what waits for one client: one for each channel whose messages were skipped, and
 * one together for those beyond a bound.
 */
@OnLoop
@SuppressWarnings("ReferenceEquality") // the same teller, not an equal one
final class Gaps {
    /** Channels that have gaps of their own; those of further ones are told of together. */
    static final int GAPS_MAX = 256;

    /** Channels with longer names are told of together as well. */
    static final int GAP_NAME_BYTES_MAX = 1_024;

    private final Map<Bytes, Entry.Gap> byChannel = new HashMap<>();
    private Entry.@Nullable Gap together;
    private int count;

    /** The gap before the messages of this channel that wait; null if it is yet to be made. */
    Entry.@Nullable Gap before(Bytes channel, GapTeller teller) {
        Entry.Gap known = byChannel.get(channel);
        return known != null && known.teller == teller ? known : shared(channel, teller);
    }

    /** The gap for a channel that gets none of its own; null if it is yet to be made. */
    Entry.@Nullable Gap shared(Bytes channel, GapTeller teller) {
        Entry.Gap common = together;
        return hasRoom(channel) || common == null || common.teller != teller ? null : common;
    }

    /** Makes the gap that will stand before all messages of this channel. */
    Entry.Gap open(Bytes channel, GapTeller teller) {
        Entry.Gap gap = openBehind(channel, teller);
        if (gap != together) {
            byChannel.put(channel, gap);
        }
        return gap;
    }

    /** Makes a gap that stands behind what waits of its channel. */
    Entry.Gap openBehind(Bytes channel, GapTeller teller) {
        boolean own = hasRoom(channel);
        Entry.Gap gap = new Entry.Gap(own ? channel : null, teller);
        if (!own) {
            together = gap;
        }
        count++;
        return gap;
    }

    private boolean hasRoom(Bytes channel) {
        return count < GAPS_MAX && channel.length() <= GAP_NAME_BYTES_MAX;
    }

    /** The client is told of this one. */
    void forget(Entry.Gap gap) {
        count--;
        if (gap == together) {
            together = null;
        } else if (gap.channel != null) {
            byChannel.remove(gap.channel, gap);
        }
    }
}
