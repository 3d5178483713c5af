package io.crier.cli.bench;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one protocol subscribes, and reads what is not a message. */
sealed interface Wire permits PublishWire, WebSocket {
    /** {@link #other} returns it when more bytes are needed. */
    int INCOMPLETE = -1;

    /** What a server says to one connection besides messages. */
    interface Answers {
        /** The reply to a publish: how many got it. */
        void published(long receivers);

        /** What {@link #knock} asked for is granted. */
        void admitted();

        /** One of the confirmations that were asked for. */
        void confirmed();

        /** An error reply; a publish that it answers got to nobody. */
        void refused(String error);

        /** Something that nobody asked for, in a few words. */
        void unexpected(String what);

        /** Something that has to be answered at once, or the server ends the connection. */
        void answer(byte[] answer);
    }

    String channel(int number);

    /** Matches no {@link #channel}. */
    String pattern(int number);

    /** How the payloads of its messages are stamped. */
    default Stamp stamp() {
        return Stamp.BYTES;
    }

    /** Whether the server speaks it at its port for HTTP. */
    default boolean isOverHttp() {
        return false;
    }

    /**
     * Writes what has to be granted before a connection may say anything.
     *
     * @return false where there is nothing of the kind
     */
    default boolean knock(ByteBuf out, Target target) {
        return false;
    }

    /**
     * Writes what a new connection says first.
     *
     * @return how many confirmations will come
     */
    int greet(ByteBuf out, @Nullable String user, @Nullable String password);

    /**
     * Writes a subscription to all of them.
     *
     * @param first how many subscriptions the connection has already
     * @return how many confirmations will come
     */
    int subscribe(ByteBuf out, List<String> channels, int first);

    /** As {@link #subscribe}, to patterns. */
    int subscribePatterns(ByteBuf out, List<String> patterns, int first);

    /** Writes what comes last before a connection is ready, and tells how many confirmations. */
    int settle(ByteBuf out);

    /**
     * What stands before the payload of a message.
     *
     * @param number which of the connection's subscriptions it is, from 0
     */
    byte[] messageHead(String channel, int number, int size);

    /** What stands behind the payload of a message. */
    default byte[] messageTail() {
        return new byte[] {'\r', '\n'};
    }

    /**
     * Reads one frame that is not an expected message.
     *
     * @return where the next one begins, or {@link #INCOMPLETE}
     */
    int other(ByteBuffer in, int at, int end, Answers answers);
}
