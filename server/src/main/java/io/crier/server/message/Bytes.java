package io.crier.server.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes: the name of a channel, a pattern, a client, a user. Compared byte
 * by byte and never decoded; the hash is computed once.
 */
public final class Bytes implements Comparable<Bytes> {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;
    private final int hash;

    private Bytes(byte[] array) {
        this.array = array;
        this.hash = BytesHash.of(array, 0, array.length);
    }

    /** Takes ownership of {@code array}: the caller must not change it any more. */
    public static Bytes own(byte[] array) {
        return array.length == 0 ? EMPTY : new Bytes(array);
    }

    /** The UTF-8 bytes of {@code text}. */
    public static Bytes of(String text) {
        return own(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return array.length;
    }

    public byte at(int index) {
        return array[index];
    }

    /**
     * The bytes themselves, for reading only: to write into them breaks every table that holds this
     * value.
     */
    public byte[] array() {
        return array;
    }

    /** Whether this is exactly the bytes {@code [offset, offset + length)} of {@code other}. */
    public boolean equals(byte[] other, int offset, int length) {
        return Arrays.equals(array, 0, array.length, other, offset, offset + length);
    }

    /** Unsigned, byte by byte, as {@code memcmp}. */
    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(array, other.array);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Bytes bytes
                        && hash == bytes.hash
                        && Arrays.equals(array, bytes.array));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** For logs and tests: UTF-8, with what is not UTF-8 replaced. */
    @Override
    public String toString() {
        return new String(array, StandardCharsets.UTF_8);
    }
}
