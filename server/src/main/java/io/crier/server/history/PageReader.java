package io.crier.server.history;

import io.crier.server.message.Bytes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the messages of a page. One at a time: what it answers is of the message that {@link
 * #next} went to.
 */
public final class PageReader {
    private final List<Slice> slices;
    private final boolean backward;
    private int nextSlice;
    private Slice slice = new Slice(new byte[0], 0, 0, 0, 0);
    private SliceReader reader = new SliceReader(slice);

    /** Backward: how many of the slice are still to come, and where each begins. */
    private int left;

    private int[] starts = {};
    private long[] befores = {};

    PageReader(List<Slice> slices, boolean backward) {
        this.slices = slices;
        this.backward = backward;
    }

    /** Goes to the next message; false behind the last one. */
    public boolean next() {
        return backward ? previous() : following();
    }

    private boolean following() {
        while (!reader.next()) {
            if (nextSlice == slices.size()) {
                return false;
            }
            reader = new SliceReader(slices.get(nextSlice++));
        }
        return true;
    }

    private boolean previous() {
        while (left == 0) {
            if (nextSlice == slices.size()) {
                return false;
            }
            index(slices.get(nextSlice++));
        }
        left--;
        reader =
                new SliceReader(
                        new Slice(slice.data(), starts[left], slice.end(), befores[left], 0));
        return reader.next();
    }

    private void index(Slice next) {
        slice = next;
        starts = new int[next.count()];
        befores = new long[next.count()];
        SliceReader all = new SliceReader(next);
        long before = next.before();
        for (left = 0; all.next(); left++) {
            starts[left] = all.start();
            befores[left] = before;
            before = all.position();
        }
    }

    public long position() {
        return reader.position();
    }

    /** Who published it; null for somebody without a name. */
    public @Nullable Bytes from() {
        int length = reader.fromLength();
        return length == 0
                ? null
                : Bytes.own(
                        Arrays.copyOfRange(reader.data(), reader.from(), reader.from() + length));
    }

    /** An array in which the payload stands, for reading only. */
    public byte[] array() {
        return reader.data();
    }

    /** Where the payload begins in {@link #array}. */
    public int payload() {
        return reader.payload();
    }

    public int payloadLength() {
        return reader.payloadLength();
    }
}
