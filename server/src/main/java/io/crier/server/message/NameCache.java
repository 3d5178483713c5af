package io.crier.server.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the names that were seen last, so that a busy channel's name is one object and a
 * publish allocates none. Bounded: a newer name takes the place of an older one. Belongs to one
 * thread.
 */
public final class NameCache {
    private static final int SLOTS = 1024;

    /** Longer names are made anew each time: they are rare, and the cache must stay small. */
    private static final int NAME_BYTES_MAX = 128;

    private final @Nullable Bytes[] names = new Bytes[SLOTS];
    private final byte[] scratch = new byte[NAME_BYTES_MAX];

    /** The name that stands at {@code [offset, offset + length)} of {@code source}. */
    public Bytes name(ByteBuf source, int offset, int length) {
        if (length > NAME_BYTES_MAX) {
            byte[] own = new byte[length];
            source.getBytes(offset, own);
            return Bytes.own(own);
        }
        source.getBytes(offset, scratch, 0, length);
        int slot = BytesHash.of(scratch, 0, length) & (SLOTS - 1);
        Bytes known = names[slot];
        if (known != null && known.equals(scratch, 0, length)) {
            return known;
        }
        byte[] own = new byte[length];
        System.arraycopy(scratch, 0, own, 0, length);
        Bytes name = Bytes.own(own);
        names[slot] = name;
        return name;
    }
}
