package io.crier.server.broker;

import io.crier.server.message.Message;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are to be kept, in the node's order, from the first one on by {@link Message#next}.
 * Keeps their blocks retained. A chain and no array: what is young is then not stored into what is
 * old, which the collector would have to look at.
 */
public final class Kept {
    private final List<ByteBuf> blocks = new ArrayList<>();
    private @Nullable Message first;
    private @Nullable Message last;

    Kept() {}

    /** The oldest one; null if there is none. */
    public @Nullable Message first() {
        return first;
    }

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    void add(Message message) {
        if (blocks.isEmpty() || blocks.getLast() != message.block()) {
            blocks.add(message.block().retain());
        }
        if (last == null) {
            first = message;
        } else {
            last.next(message);
        }
        last = message;
    }

    /** Lets go of the messages and of the blocks that they kept retained. */
    void clear() {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).release();
        }
        blocks.clear();
        Message message = first;
        while (message != null) { // one that grew old must not keep the others alive
            Message following = message.next();
            message.next(null);
            message = following;
        }
        first = null;
        last = null;
    }
}
