package io.crier.server.session;

import io.crier.protocol.Frames;
import io.crier.server.broker.Broker;
import io.crier.server.broker.Journal;
import io.crier.server.delivery.BlockWriter;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.message.NameCache;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The publishes that one read of one client brought, encoded and waiting to take effect together:
 * the broker's lock is taken once for all of them. One per loop, since a loop runs one client's
 * requests at a time.
 */
@OnLoop
final class Burst {
    /** A burst takes effect at the latest with this many messages, or this many bytes of frames. */
    static final int MESSAGES_MAX = 256;

    static final int BYTES_MAX = 256 * 1024;

    /** A channel that is published to, and how its frames begin. */
    private static final class Target {
        final Bytes channel;
        final byte[] head;
        final byte[] shardHead;
        @Nullable Object rules;
        boolean kept;
        @Nullable ChannelMeters meters;
        ChannelMeters.@Nullable Meter meter;

        Target(Bytes channel) {
            this.channel = channel;
            this.head = Frames.messageHead(channel.array());
            this.shardHead = Frames.smessageHead(channel.array());
        }

        /** Whether what is published to it becomes part of its history. */
        @SuppressWarnings("ReferenceEquality") // the very answer that was asked for
        boolean kept(Journal journal) {
            Object current = journal.rules();
            if (rules != current) {
                rules = current;
                kept = journal.keeps(channel);
            }
            return kept;
        }

        ChannelMeters.@Nullable Meter meter(ChannelMeters current) {
            if (meters != current) {
                meters = current;
                meter = current.of(channel);
            }
            return meter;
        }
    }

    private final Broker broker;
    private final BlockWriter writer;
    private final NameCache<Target> targets = new NameCache<>(Target::new);
    private Message[] messages = new Message[MESSAGES_MAX];
    private int[] receivers = new int[MESSAGES_MAX];
    private final List<ByteBuf> blocks = new ArrayList<>();
    private @Nullable ChannelTally tally;
    private @Nullable ChannelMeters meters;
    private ChannelMeters.@Nullable Meter[] metered = {};
    private int count;
    private int bytes;
    private long[] positions = {};

    Burst(Broker broker, BlockWriter writer) {
        this.broker = broker;
        this.writer = writer;
    }

    int count() {
        return count;
    }

    boolean full() {
        return count == MESSAGES_MAX || bytes >= BYTES_MAX;
    }

    /**
     * Encodes a message whose channel and payload are slices of {@code source}. The caller commits
     * when full; for EXEC, which takes effect as one, it may add more.
     */
    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    void add(
            Kind kind,
            ByteBuf source,
            int channelAt,
            int channelLength,
            int payloadAt,
            int payloadLength,
            @Nullable Bytes from) {
        Target target = targets.of(source, channelAt, channelLength);
        byte[] head = kind == Kind.SHARD ? target.shardHead : target.head;
        int size = Frames.withHeadBytes(head, payloadLength);
        ByteBuf block = writer.room(size);
        if (blocks.isEmpty() || blocks.getLast() != block) {
            blocks.add(block.retain());
        }
        int start = block.writerIndex();
        int payload = Frames.withHead(block, head, source, payloadAt, payloadLength);
        if (count == messages.length) {
            Message[] more = new Message[count * 2];
            System.arraycopy(messages, 0, more, 0, count);
            messages = more;
        }
        ChannelMeters current = meters;
        if (current != null) {
            meter(target.meter(current));
        }
        messages[count++] =
                new Message(
                        kind,
                        target.channel,
                        block,
                        start,
                        block.writerIndex(),
                        payload,
                        payloadLength,
                        from,
                        kind == Kind.CHANNEL && target.kept(broker.journal()));
        bytes += size;
    }

    /**
     * Publishes all; answers as {@link Broker#publish}. {@link #receivers} then tells who was
     * reached.
     */
    int commit() {
        try {
            return publish();
        } finally {
            drop();
        }
    }

    /** As {@link #commit}; {@link #takePositions} then tells where the messages stand. */
    int commitAsOne() {
        try {
            int full = publish();
            positions = new long[count];
            for (int i = 0; i < count; i++) {
                positions[i] = messages[i].position();
            }
            return full;
        } finally {
            drop();
        }
    }

    private int publish() {
        if (receivers.length < messages.length) {
            receivers = new int[messages.length];
        }
        note();
        int full = broker.publish(messages, count, receivers);
        countMetered();
        return full;
    }

    /** From now on publishes are counted here; null to count them no more. */
    void tally(@Nullable ChannelTally newTally) {
        tally = newTally;
    }

    /** From now on publishes to the channels of patterns are counted; null for none. */
    void meters(@Nullable ChannelMeters newMeters) {
        meters = newMeters;
        metered = new ChannelMeters.Meter[0];
    }

    private void meter(ChannelMeters.@Nullable Meter meter) {
        if (metered.length <= count) {
            metered = Arrays.copyOf(metered, Math.max(MESSAGES_MAX, count * 2));
        }
        metered[count] = meter;
    }

    private void countMetered() {
        for (int i = 0; i < Math.min(count, metered.length); i++) {
            ChannelMeters.Meter meter = metered[i];
            if (meter != null) {
                meter.published(receivers[i]);
                metered[i] = null;
            }
        }
    }

    private void note() {
        ChannelTally noted = tally;
        for (int i = 0; noted != null && i < count; i++) {
            noted.add(messages[i].channel());
        }
    }

    /** Forgets what was gathered: nobody gets it. */
    void drop() {
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).release();
        }
        blocks.clear();
        if (messages.length > MESSAGES_MAX) {
            messages = new Message[MESSAGES_MAX];
        }
        count = 0;
        bytes = 0;
    }

    /** Takes out the positions of the messages of {@link #commitAsOne}. */
    long[] takePositions() {
        long[] taken = positions;
        positions = new long[0];
        return taken;
    }

    /** How many subscribers the message {@code index} of the last commit reached. */
    int receivers(int index) {
        return receivers[index];
    }

    /** Takes out what {@link #receivers(int)} answers, for {@code count} messages. */
    int[] takeReceivers(int count) {
        int[] taken = Arrays.copyOf(receivers, count);
        if (receivers.length > MESSAGES_MAX) {
            receivers = new int[MESSAGES_MAX];
        }
        return taken;
    }
}
