package io.crier.server.message;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the names that were seen last and what was made of them, so that a publish to a busy
 * channel makes neither. Bounded: a newer name takes the place of an older one. Belongs to one
 * thread.
 *
 * @param <V> what is made of a name
 */
public final class NameCache<V> {
    private static final int SLOTS = 8192;

    /**
     * A name may stand in any slot of its set, so that two that meet do not push each other out.
     */
    private static final int SET = 4;

    /** Longer names are made anew each time: they are rare, and the cache must stay small. */
    private static final int NAME_BYTES_MAX = 128;

    private record Entry<V>(Bytes name, V value) {}

    private final Function<Bytes, V> make;
    private final List<@Nullable Entry<V>> entries =
            new ArrayList<>(Collections.nCopies(SLOTS, null));
    private final byte[] scratch = new byte[NAME_BYTES_MAX];
    private int replaced;

    public NameCache(Function<Bytes, V> make) {
        this.make = make;
    }

    /** What is made of the name at {@code [offset, offset + length)} of {@code source}. */
    public V of(ByteBuf source, int offset, int length) {
        if (length > NAME_BYTES_MAX) {
            byte[] own = new byte[length];
            source.getBytes(offset, own);
            return make.apply(Bytes.own(own));
        }
        source.getBytes(offset, scratch, 0, length);
        int first = BytesHash.of(scratch, 0, length) & (SLOTS - SET);
        for (int slot = first; slot < first + SET; slot++) {
            Entry<V> known = entries.get(slot);
            if (known != null && known.name.equals(scratch, 0, length)) {
                return known.value;
            }
        }
        Bytes name = Bytes.own(Arrays.copyOf(scratch, length));
        V value = make.apply(name);
        entries.set(first + (replaced++ & (SET - 1)), new Entry<>(name, value));
        return value;
    }
}
