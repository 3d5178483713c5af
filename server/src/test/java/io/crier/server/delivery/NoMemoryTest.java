package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.broker.Broker;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.testing.HandLoop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Memory that runs out in the middle of a delivery. */
final class NoMemoryTest {
    private static final int LARGE_BYTES = 100_000;

    private final HandLoop loop = new HandLoop();
    private final Broker broker = new Broker(1);
    private boolean full;

    @Test
    void whoMissesAMessageForWantOfMemoryIsEndedAndNobodyElseMissesAny() {
        LoopDelivery delivery =
                new LoopDelivery(broker, loop, new SystemClock(), new Counters(), new Limited());
        broker.attach(delivery.loop(), delivery::drain, Long.MAX_VALUE);
        RecordingWire large = subscriber(delivery, Dialect.RESP3, "large");
        RecordingWire small = subscriber(delivery, Dialect.RESP2, "small");

        full = true;
        publish("large", LARGE_BYTES);
        publish("small", 5);
        loop.runAll();

        assertThat(large.reason).isNotNull();
        assertThat(large.taken).isZero();
        assertThat(small.reason).isNull();
        assertThat(small.taken).isEqualTo(Frames.messageBytes(5, 5));
        full = false;
        delivery.close();
    }

    private RecordingWire subscriber(LoopDelivery delivery, Dialect dialect, String channel) {
        RecordingWire wire = new RecordingWire();
        Subscriber subscriber = new Subscriber(new Outbox(delivery, wire));
        subscriber.form(Form.of(dialect));
        delivery.subscribe(subscriber, Kind.CHANNEL, List.of(Bytes.of(channel)));
        return wire;
    }

    private void publish(String channel, int payloadBytes) {
        ByteBuf block = UnpooledByteBufAllocator.DEFAULT.directBuffer();
        ByteBuf payload = Unpooled.wrappedBuffer(new byte[payloadBytes]);
        Bytes name = Bytes.of(channel);
        int at = Frames.message(block, Dialect.RESP2, name.array(), payload, 0, payloadBytes);
        Message message =
                new Message(Kind.CHANNEL, name, block, 0, block.writerIndex(), at, payloadBytes);
        int[] receivers = new int[1];
        broker.publish(new Message[] {message}, 1, receivers);
        assertThat(receivers[0]).isEqualTo(1);
        block.release();
    }

    private static final class RecordingWire implements Wire {
        private final List<Integer> writes = new ArrayList<>();
        private int taken;
        private @Nullable CloseReason reason;

        @Override
        public int write(ByteBuf block, int start, int end) {
            writes.add(end - start);
            taken += end - start;
            return end - start;
        }

        @Override
        public long inFlight() {
            return 0;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void close(CloseReason why) {
            reason = why;
        }
    }

    /** Has nothing left for large buffers while it is full. */
    private final class Limited extends AbstractByteBufAllocator {
        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (full && initialCapacity >= LARGE_BYTES) {
                throw new OutOfMemoryError("no direct memory left (by the test)");
            }
            return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
