package io.crier.server.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages of a log by their positions. Looking for one behind the last goes on from there,
 * so that many in a row cost one walk. Guarded by the history's lock.
 */
final class MessageSearch {
    private static final Slice NOTHING = new Slice(new byte[0], 0, 0, 0, 0);

    private final List<Segment> segments;
    private @Nullable Segment segment;
    private SliceReader reader = new SliceReader(NOTHING);

    /** What the reader's message counts its distance from. */
    private long before;

    private boolean at;

    MessageSearch(List<Segment> segments) {
        this.segments = segments;
    }

    /** The message at a position; null if there is none. */
    @Nullable Slice find(long position) {
        Segment there = segment;
        if (there == null || position > there.last() || (at && position < reader.position())) {
            there = open(position);
        }
        if (there == null) {
            return null;
        }
        while (!at || reader.position() < position) {
            before = at ? reader.position() : before;
            at = reader.next();
            if (!at) {
                segment = null;
                return null;
            }
        }
        return reader.position() == position
                ? new Slice(reader.data(), reader.start(), reader.offset(), before, 1)
                : null;
    }

    private @Nullable Segment open(long position) {
        int index = RangeRead.firstSegment(segments, position);
        segment = index < segments.size() ? segments.get(index) : null;
        if (segment != null) {
            Slice all = segment.all();
            reader = new SliceReader(all);
            before = all.before();
            at = false;
        }
        return segment;
    }
}
