package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A connection that publishes, many in one write. */
final class Publisher {
    private final int number;
    private final Link link;
    private final Stamp stamp;
    private final boolean answers;
    private @Nullable ByteBuf out;
    private int sequence;

    /**
     * @param answers whether every publish is answered
     */
    Publisher(int number, Link link, Stamp stamp, boolean answers) {
        this.number = number;
        this.link = link;
        this.stamp = stamp;
        this.answers = answers;
    }

    /** Enough is on its way that more would only wait in this process. */
    boolean isFull() {
        return !link.channel().isWritable();
    }

    /**
     * Adds one to the next write.
     *
     * @param rest of the payload after the stamp, with CR LF
     * @param receivers how many should get it
     */
    void publish(byte[] head, byte[] rest, long due, int receivers) {
        if (out == null) {
            out =
                    link.channel()
                            .alloc()
                            .directBuffer(4 * (head.length + stamp.bytes() + rest.length));
        }
        out.writeBytes(head);
        stamp.write(out, due, number, ++sequence);
        out.writeBytes(rest);
        if (answers) {
            link.receipts().add(receivers);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a write that fails is an exception caught
    void flush() {
        if (out != null) {
            link.channel().writeAndFlush(out, link.channel().voidPromise());
            out = null;
        }
    }
}
