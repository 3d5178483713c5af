package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.broker.Broker;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.testing.HandLoop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When what slow readers wait for is copied together, and that nothing is lost by it. */
final class CompactionTest {
    private final HandLoop loop = new HandLoop();
    private final Broker broker = new Broker(1);
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, false);
    private final LoopDelivery delivery =
            new LoopDelivery(broker, loop, new SystemClock(), new Counters(), allocator);

    CompactionTest() {
        broker.attach(loop, delivery::drain, Long.MAX_VALUE);
    }

    @AfterEach
    void nothingIsLeft() {
        delivery.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void fewBytesInManyBlocksDoNotKeepTheBlocks() {
        OpenableWire closed = new OpenableWire();
        Outbox slow = new Outbox(delivery, closed);
        Outbox other = new Outbox(delivery, closed);
        Outbox fast = new Outbox(delivery, new OpenableWire().open());
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        byte[] filler = new byte[BlockWriter.BLOCK_BYTES / 4];
        for (int i = 0; i < 1_000; i++) {
            byte[] line =
                    ("message " + i + "\r\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            expected.writeBytes(line);
            slow.appendCopy(Unpooled.wrappedBuffer(line));
            fast.appendCopy(Unpooled.wrappedBuffer(filler));
            other.appendCopy(Unpooled.wrappedBuffer(line));
            loop.runAll();
        }
        long before = delivery.pinnedBytes();
        assertThat(before).isGreaterThan(Compaction.PINNED_BYTES_MIN);

        delivery.tick();

        assertThat(delivery.pinnedBytes()).isLessThan(4 * BlockWriter.BLOCK_BYTES);
        closed.open();
        slow.writable();
        assertThat(closed.taken.toByteArray()).isEqualTo(expected.toByteArray());
        closed.taken.reset();
        other.writable();
        assertThat(closed.taken.toByteArray()).isEqualTo(expected.toByteArray());
        fast.forget();
    }

    @Test
    void stretchesThatOverlapOrTouchAreOne() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            Extents extents = new Extents();
            boolean[] covered = new boolean[64];
            List<Integer> starts = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(12); i++) {
                int start = random.nextInt(60);
                int end = start + 1 + random.nextInt(Math.min(12, 63 - start));
                extents.add(start, end);
                starts.add(start);
                java.util.Arrays.fill(covered, start, end, true);
            }
            int bytes = 0;
            int stretches = 0;
            for (int i = 0; i < 64; i++) {
                bytes += covered[i] ? 1 : 0;
                stretches += covered[i] && (i == 0 || !covered[i - 1]) ? 1 : 0;
            }
            assertThat(extents.bytes()).isEqualTo(bytes);
            assertThat(extents.count()).isEqualTo(stretches);
            for (int start : starts) {
                int extent = extents.containing(start);
                assertThat(start).isBetween(extents.start(extent), extents.end(extent) - 1);
            }
        }
    }

    /** Takes nothing until it is opened, and then everything. */
    private static final class OpenableWire implements Wire {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private boolean open;

        OpenableWire open() {
            open = true;
            return this;
        }

        @Override
        public int write(ByteBuf block, int start, int end) {
            if (!open) {
                return 0;
            }
            byte[] bytes = new byte[end - start];
            block.getBytes(start, bytes);
            taken.writeBytes(bytes);
            return end - start;
        }

        @Override
        public long inFlight() {
            return 0;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void close(CloseReason reason) {
            throw new AssertionError(reason.sentence());
        }
    }
}
