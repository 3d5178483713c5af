package io.crier.server.history;

import java.util.ArrayList;
import java.util.List;

/** Finds the messages of a range in the segments of a log, without copying any. */
final class RangeRead {
    private final List<Segment> segments;
    private final long from;
    private final long to;
    private final List<Slice> found = new ArrayList<>();
    private long left;

    RangeRead(List<Segment> segments, long from, long to, long countMax) {
        this.segments = segments;
        this.from = from;
        this.to = to;
        this.left = countMax;
    }

    Page page(boolean newest) {
        if (from > to || left <= 0) {
            return Page.EMPTY;
        }
        return newest ? newest() : oldest();
    }

    private Page oldest() {
        for (int i = firstSegment(segments, from); i < segments.size() && left > 0; i++) {
            Segment segment = segments.get(i);
            if (segment.first() > to) {
                break;
            }
            add(cut(within(segment), left, false));
        }
        return new Page(List.copyOf(found));
    }

    private Page newest() {
        int i = Math.min(firstSegment(segments, to), segments.size() - 1);
        for (; i >= 0 && left > 0; i--) {
            Segment segment = segments.get(i);
            if (segment.last() < from) {
                break;
            }
            add(cut(within(segment), left, true));
        }
        return new Page(List.copyOf(found.reversed()));
    }

    private void add(Slice slice) {
        if (slice.count() > 0) {
            found.add(slice);
            left -= slice.count();
        }
    }

    /** The first segment whose last position is not before {@code position}. */
    static int firstSegment(List<Segment> segments, long position) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).last() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The part of a segment that is in the range. */
    private Slice within(Segment segment) {
        Slice all = segment.all();
        if (segment.first() >= from && segment.last() <= to) {
            return all;
        }
        SliceReader reader = new SliceReader(all);
        int start = all.end();
        int end = all.end();
        int count = 0;
        long before = all.before();
        long startBefore = before;
        while (reader.next()) {
            if (reader.position() > to) {
                break;
            }
            if (reader.position() >= from) {
                if (count++ == 0) {
                    start = reader.start();
                    startBefore = before;
                }
                end = reader.offset();
            }
            before = reader.position();
        }
        return new Slice(all.data(), start, end, startBefore, count);
    }

    /** The first or the last {@code max} messages of a slice. */
    private static Slice cut(Slice slice, long max, boolean last) {
        if (slice.count() <= max) {
            return slice;
        }
        int skip = last ? (int) (slice.count() - max) : 0;
        SliceReader reader = new SliceReader(slice);
        long before = slice.before();
        for (int i = 0; i < skip && reader.next(); i++) {
            before = reader.position();
        }
        int start = skip == 0 ? slice.start() : reader.offset();
        int end = slice.end();
        for (int i = 0; !last && i < max && reader.next(); i++) {
            end = reader.offset();
        }
        return new Slice(slice.data(), start, end, before, (int) max);
    }
}
