package io.crier.server.broker;

import io.crier.server.message.Message;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages in the node's order with whom each reaches, as one loop takes them out of its inbox. */
public final class Batch {
    /** A batch that grew beyond this is not kept for reuse. */
    private static final int KEPT_CAPACITY_MAX = 32 * 1024;

    private @Nullable Message[] messages = new Message[64];
    private @Nullable Match[] matches = new Match[64];
    private final List<ByteBuf> blocks = new ArrayList<>();
    private int size;
    private long bytes;

    Batch() {}

    public int size() {
        return size;
    }

    /** Bytes of all frames in here. */
    public long bytes() {
        return bytes;
    }

    @SuppressWarnings("NullAway") // filled below size
    public Message message(int index) {
        return messages[index];
    }

    @SuppressWarnings("NullAway") // filled below size
    public Match match(int index) {
        return matches[index];
    }

    void add(Message message, Match match) {
        if (size == messages.length) {
            messages = Arrays.copyOf(messages, size * 2);
            matches = Arrays.copyOf(matches, size * 2);
        }
        messages[size] = message;
        matches[size++] = match;
        bytes += message.frameLength();
    }

    void retained(ByteBuf block) {
        blocks.add(block);
    }

    /** Lets go of the messages and of the blocks that they kept retained. */
    void clear() {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).release();
        }
        blocks.clear();
        if (messages.length > KEPT_CAPACITY_MAX) {
            messages = new Message[64];
            matches = new Match[64];
        } else {
            Arrays.fill(messages, 0, size, null);
            Arrays.fill(matches, 0, size, null);
        }
        size = 0;
        bytes = 0;
    }
}
