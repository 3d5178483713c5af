package io.crier.server.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The hash of byte strings: keyed by a number drawn at start, so that nobody outside can choose
 * names that fall into one bucket, and eight bytes at a time, since every publish hashes its
 * channel.
 */
final class BytesHash {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long KEY = new SecureRandom().nextLong();
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private BytesHash() {}

    static int of(byte[] array, int offset, int length) {
        long hash = KEY ^ length;
        int at = offset;
        int end = offset + length;
        for (; at + 8 <= end; at += 8) {
            hash = mix(hash ^ (long) LONGS.get(array, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << 8) | (array[at] & 0xFF);
        }
        hash = mix(hash ^ rest);
        return (int) (hash ^ (hash >>> 32));
    }

    private static long mix(long word) {
        long keyed = word ^ KEY;
        return (keyed * MULTIPLIER)
                ^ Math.unsignedMultiplyHigh(keyed, MULTIPLIER)
                ^ Long.rotateLeft(keyed, 29);
    }
}
