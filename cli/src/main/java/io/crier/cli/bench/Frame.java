package io.crier.cli.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How every message of one subscription looks: the same head, a payload of the same size, the same
 * tail. The head is compared eight bytes at a time, so a message costs a few comparisons to find.
 */
final class Frame {
    private static final int WORD = Long.BYTES;

    private final int headBytes;
    private final int bytesNeeded;
    private final int bytes;
    private final long[] words;
    private final long last;

    /**
     * @param head at least eight bytes
     */
    Frame(Wire wire, byte[] head, int size) {
        headBytes = head.length;
        bytesNeeded = head.length + wire.stamp().bytes();
        bytes = head.length + size + wire.messageTail().length;
        ByteBuffer buffer = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        words = new long[head.length / WORD];
        for (int i = 0; i < words.length; i++) {
            words[i] = buffer.getLong(i * WORD);
        }
        last = buffer.getLong(head.length - WORD);
    }

    /** How much of a message has to be there before it can be found: head and stamp. */
    int bytesNeeded() {
        return bytesNeeded;
    }

    int headBytes() {
        return headBytes;
    }

    /** Of the whole frame. */
    int bytes() {
        return bytes;
    }

    /**
     * Whether one of these messages begins here.
     *
     * @param in little endian, with {@link #bytesNeeded} bytes from {@code at} on
     */
    boolean beginsAt(ByteBuffer in, int at) {
        for (int i = 0; i < words.length; i++) {
            if (in.getLong(at + i * WORD) != words[i]) {
                return false;
            }
        }
        return in.getLong(at + headBytes - WORD) == last;
    }
}
