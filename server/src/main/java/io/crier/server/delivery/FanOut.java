package io.crier.server.delivery;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.broker.Batch;
import io.crier.server.broker.Interest;
import io.crier.server.broker.Match;
import io.crier.server.message.Message;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.threading.OnLoop;
import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages to the subscribers of one loop: each outbox gets a run of the block that the
 * publisher's loop wrote, and what few need (pushes of RESP3, frames of patterns) is encoded here,
 * once.
 */
@OnLoop
final class FanOut {
    /** When that many bytes of frames were fanned out, outboxes are flushed before going on. */
    private static final int FLUSH_EVERY_BYTES = 512 * 1024;

    private static final Dialect[] DIALECTS = Dialect.values();

    private final BlockWriter writer;
    private final int loop;
    private final Runnable flush;
    private final Map<Form, PushEncoder> encoders = new EnumMap<>(Form.class);
    private SkipRules rules = SkipRules.NONE;

    /** What is appended now, if it may be skipped. */
    private @Nullable Topic topic;

    private @Nullable Lease cursor;
    private long deliveries;

    FanOut(BlockWriter writer, int loop, Runnable flush) {
        this.writer = writer;
        this.loop = loop;
        this.flush = flush;
    }

    /** From now on there may be subscribers of this form. */
    void encoder(Form form, PushEncoder encoder) {
        encoders.put(form, encoder);
    }

    /** From now on these policies hold for slow subscribers. */
    void rules(SkipRules newRules) {
        rules = newRules;
    }

    /** Appends the messages of a batch to the outboxes of the loop's subscribers, in order. */
    void deliver(Batch batch) {
        try {
            deliverAll(batch);
        } finally {
            dropCursor();
        }
    }

    /** Messages handed to subscribers since the last {@link #takeDeliveries}. */
    long deliveries() {
        return deliveries;
    }

    long takeDeliveries() {
        long taken = deliveries;
        deliveries = 0;
        return taken;
    }

    private void deliverAll(Batch batch) {
        int size = batch.size();
        int sinceFlush = 0;
        for (int i = 0; i < size; ) {
            Message first = batch.message(i);
            Match match = batch.match(i);
            int next = i + 1;
            int end = first.end();
            SlowPolicy policy = rules.of(first.channel());
            if (match.patternCount() == 0 && policy == SlowPolicy.DISCONNECT) {
                for (; next < size && follows(batch, next, match, first.block(), end); next++) {
                    end = batch.message(next).end();
                }
            }
            try {
                fanOut(batch, i, next, match, policy);
            } catch (OutOfMemoryError full) {
                endAll(match, full);
            }
            sinceFlush += end - first.start();
            if (sinceFlush >= FLUSH_EVERY_BYTES) {
                sinceFlush = 0;
                flush.run();
            }
            i = next;
        }
    }

    /**
     * There is no memory for a frame: those who would miss it are ended, so that nobody misses it
     * unawares.
     */
    private void endAll(Match match, OutOfMemoryError full) {
        CloseReason reason =
                CloseReason.of(CloseReason.Kind.INTERNAL_ERROR, String.valueOf(full.getMessage()));
        end(match.exact(), reason);
        for (int k = 0; k < match.patternCount(); k++) {
            end(match.pattern(k), reason);
        }
    }

    private void end(@Nullable Interest interest, CloseReason reason) {
        Audience audience = interest == null ? null : Audience.of(interest, loop);
        for (int seat = 0; audience != null && seat < audience.size(); seat++) {
            audience.member(seat).outbox().close(reason);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    private static boolean follows(Batch batch, int index, Match match, ByteBuf block, int end) {
        Message message = batch.message(index);
        return batch.match(index) == match && message.block() == block && message.start() == end;
    }

    /**
     * Messages {@code from} to before {@code to} stand in one piece and reach the same subscribers;
     * one alone, if it may be skipped.
     */
    private void fanOut(Batch batch, int from, int to, Match match, SlowPolicy policy) {
        Interest exact = match.exact();
        Message first = batch.message(from);
        if (exact != null) {
            Audience audience = Audience.of(exact, loop);
            if (audience != null) {
                Lease lease = cursorFor(first.block());
                int start = first.start();
                int end = batch.message(to - 1).end();
                deliveries += (long) audience.size() * (to - from);
                topic = topicOf(exact, first, policy);
                if (append(audience, Form.RESP2, lease, start, end) < audience.size()) {
                    others(audience, batch, from, to, lease.block, start, end);
                }
            }
        }
        for (int k = 0; k < match.patternCount(); k++) {
            Interest pattern = match.pattern(k);
            Audience audience = Audience.of(pattern, loop);
            if (audience != null) {
                deliveries += audience.size();
                topic = topicOf(pattern, first, policy);
                ofPattern(audience, pattern, first);
            }
        }
    }

    private static @Nullable Topic topicOf(Interest interest, Message message, SlowPolicy policy) {
        return policy == SlowPolicy.DISCONNECT
                ? null
                : new Topic(interest, message.channel(), policy);
    }

    /** Those who do not take the frames as they stand. */
    private void others(
            Audience audience, Batch batch, int from, int to, ByteBuf frames, int start, int end) {
        int forms = forms(audience);
        if ((forms & Form.RESP3.bit) != 0) {
            pushAll(audience, batch, from, to, frames, start, end);
        }
        if (!onlyResp(forms)) {
            for (Form form : encoders.keySet()) {
                if ((forms & form.bit) != 0) {
                    encodeAll(audience, form, batch, from, to);
                }
            }
        }
    }

    private static boolean onlyResp(int forms) {
        return (forms & ~(Form.RESP2.bit | Form.RESP3.bit)) == 0;
    }

    /** A bit for each form that a member has. */
    private static int forms(Audience audience) {
        int forms = 0;
        for (int seat = 0; seat < audience.size(); seat++) {
            forms |= audience.member(seat).form().bit;
        }
        return forms;
    }

    /** Encodes messages behind each other, and appends as long a stretch of them as there is. */
    private void encodeAll(Audience audience, Form form, Batch batch, int from, int to) {
        PushEncoder encoder = Objects.requireNonNull(encoders.get(form));
        Lease stretch = null;
        int start = 0;
        int bytes = 0;
        try {
            for (int i = from; i < to; i++) {
                ByteBuf push = encoder.encode(null, batch.message(i));
                bytes = push.readableBytes();
                Lease room = writer.leaseWithRoom(bytes);
                if (room != stretch) {
                    if (stretch != null) {
                        appendStretch(audience, form, stretch, start);
                        stretch = null;
                        room = writer.leaseWithRoom(bytes); // appending may have used the room
                    }
                    stretch = room;
                    stretch.retain();
                    start = room.block.writerIndex();
                }
                room.block.writeBytes(push, push.readerIndex(), bytes);
            }
        } catch (OutOfMemoryError exhausted) {
            closeAll(audience, form, bytes);
        }
        if (stretch != null) {
            appendStretch(audience, form, stretch, start);
        }
    }

    private void appendStretch(Audience audience, Form form, Lease stretch, int start) {
        append(audience, form, stretch, start, stretch.block.writerIndex());
        stretch.release();
    }

    /** Those who listen to a pattern: each form is encoded once. */
    private void ofPattern(Audience audience, Interest pattern, Message message) {
        int forms = forms(audience);
        for (Dialect dialect : DIALECTS) {
            if ((forms & Form.of(dialect).bit) != 0) {
                encodeAndAppend(audience, dialect, pattern, message);
            }
        }
        if (!onlyResp(forms)) {
            for (Map.Entry<Form, PushEncoder> entry : encoders.entrySet()) {
                if ((forms & entry.getKey().bit) != 0) {
                    appendEncoded(audience, entry.getKey(), entry.getValue(), pattern, message);
                }
            }
        }
    }

    private void appendEncoded(
            Audience audience, Form form, PushEncoder encoder, Interest pattern, Message message) {
        ByteBuf push;
        Lease lease;
        try {
            push = encoder.encode(pattern.name(), message);
            lease = writer.leaseWithRoom(push.readableBytes());
        } catch (OutOfMemoryError exhausted) {
            closeAll(audience, form, message.frameLength());
            return;
        }
        int bytes = push.readableBytes();
        int start = lease.block.writerIndex();
        lease.block.writeBytes(push, push.readerIndex(), bytes);
        appendOwn(audience, form, lease, start, start + bytes);
    }

    /** Appends to the members of {@code form}; answers how many these are. */
    private int append(Audience audience, Form form, Lease lease, int start, int end) {
        Topic skippable = topic;
        if (skippable != null) {
            return append(audience, form, lease, start, end, skippable);
        }
        int appended = 0;
        for (int seat = 0; seat < audience.size(); seat++) {
            Subscriber member = audience.member(seat);
            if (member.form() == form) {
                member.outbox().append(lease, start, end);
                appended++;
            }
        }
        return appended;
    }

    private static int append(
            Audience audience, Form form, Lease lease, int start, int end, Topic skippable) {
        int appended = 0;
        for (int seat = 0; seat < audience.size(); seat++) {
            Subscriber member = audience.member(seat);
            if (member.form() == form) {
                member.outbox().append(lease, start, end, skippable);
                appended++;
            }
        }
        return appended;
    }

    private void pushAll(
            Audience audience, Batch batch, int from, int to, ByteBuf frames, int start, int end) {
        Lease pushes;
        try {
            pushes = asPushes(batch, from, to, frames, start, end);
        } catch (OutOfMemoryError exhausted) {
            closeAll(audience, Form.RESP3, end - start);
            return;
        }
        int stop = pushes.block.writerIndex();
        appendOwn(audience, Form.RESP3, pushes, stop - (end - start), stop);
    }

    /** Nobody may miss a message unknowingly: who cannot be given it is disconnected. */
    private static void closeAll(Audience audience, Form form, int bytes) {
        CloseReason reason =
                CloseReason.of(
                        CloseReason.Kind.INTERNAL_ERROR,
                        "not enough memory for " + bytes + " bytes of messages");
        for (int seat = 0; seat < audience.size(); seat++) {
            Subscriber member = audience.member(seat);
            if (member.form() == form) {
                member.outbox().close(reason);
            }
        }
    }

    /**
     * The same frames for RESP3: they differ in their first byte. They stand at the end of the
     * returned block.
     */
    private Lease asPushes(Batch batch, int from, int to, ByteBuf frames, int start, int end) {
        Lease lease = writer.leaseWithRoom(end - start);
        int copy = lease.block.writerIndex();
        lease.block.writeBytes(frames, start, end - start);
        for (int i = from; i < to; i++) {
            lease.block.setByte(copy + batch.message(i).start() - start, '>');
        }
        return lease;
    }

    private void encodeAndAppend(
            Audience audience, Dialect dialect, Interest pattern, Message message) {
        byte[] name = pattern.name().array();
        byte[] channel = message.channel().array();
        int bytes = Frames.pmessageBytes(name.length, channel.length, message.payloadLength());
        Form form = Form.of(dialect);
        Lease lease;
        try {
            lease = writer.leaseWithRoom(bytes);
        } catch (OutOfMemoryError exhausted) {
            closeAll(audience, form, bytes);
            return;
        }
        int start = lease.block.writerIndex();
        Frames.pmessage(
                lease.block,
                dialect,
                name,
                channel,
                message.block(),
                message.payload(),
                message.payloadLength());
        appendOwn(audience, form, lease, start, lease.block.writerIndex());
    }

    /**
     * Appends what was just encoded here. Held meanwhile: an outbox that has to make room writes,
     * and the writer may need the block for that.
     */
    private void appendOwn(Audience audience, Form form, Lease lease, int start, int end) {
        lease.retain();
        append(audience, form, lease, start, end);
        lease.release();
    }

    @SuppressWarnings("ReferenceEquality") // the same block, not an equal one
    private Lease cursorFor(ByteBuf block) {
        Lease current = cursor;
        if (current != null && current.block == block) {
            return current;
        }
        dropCursor();
        Lease own = writer.leaseOf(block);
        if (own != null) {
            own.retain();
        } else {
            own = new Lease(block.retain(), writer.pinned());
        }
        cursor = own;
        return own;
    }

    private void dropCursor() {
        if (cursor != null) {
            cursor.release();
            cursor = null;
        }
    }
}
