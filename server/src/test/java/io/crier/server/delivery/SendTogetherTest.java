package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.broker.Broker;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.telemetry.Counters;
import io.crier.server.testing.HandLoop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent to many at once arrives as if each had been written to alone. */
final class SendTogetherTest {
    private static final int CLIENTS = 40;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final HandLoop loop = new HandLoop();
    private final SplittableRandom random = new SplittableRandom(11);
    private final List<TestWire> wires = new ArrayList<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final List<StringBuilder> expected = new ArrayList<>();
    private final Sends sends = new Sends();
    private final Counters counters = new Counters();
    private final LoopDelivery delivery = delivery();

    private LoopDelivery delivery() {
        Broker broker = new Broker(1);
        LoopDelivery made = new LoopDelivery(broker, loop, new SystemClock(), counters, allocator);
        broker.attach(loop, made::drain, Long.MAX_VALUE);
        made.together(sends);
        for (int i = 0; i < CLIENTS; i++) {
            TestWire wire = new TestWire();
            wire.descriptor = i;
            wires.add(wire);
            outboxes.add(new Outbox(made, wire));
            expected.add(new StringBuilder());
        }
        return made;
    }

    /** Takes what each wire has room for, from memory, as the system would. */
    private final class Sends implements SendTogether {
        private record Send(Outbox outbox, int descriptor, long address, int length) {}

        private final List<Send> added = new ArrayList<>();
        private int room = 100;
        private int calls;

        @Override
        public boolean hasRoom() {
            return added.size() < room;
        }

        @Override
        public void add(Outbox outbox, int descriptor, long address, int length) {
            added.add(new Send(outbox, descriptor, address, length));
        }

        @Override
        public void send() {
            calls++;
            List<Integer> taken = new ArrayList<>();
            for (Send send : added) {
                TestWire wire = wires.get(send.descriptor);
                int length = Math.min(wire.room, send.length);
                for (int i = 0; i < length; i++) {
                    wire.sent.write(PlatformDependent.getByte(send.address + i));
                }
                wire.room -= length;
                taken.add(length);
            }
            for (int i = 0; i < taken.size(); i++) {
                added.get(i).outbox.sentTogether(taken.get(i));
            }
            added.clear();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        outboxes.forEach(Outbox::forget);
        delivery.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private void push(String text, int... clients) {
        ByteBuf block = allocator.directBuffer(text.length());
        block.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        Lease lease = new Lease(block, new Pinned());
        for (int client : clients) {
            outboxes.get(client).append(lease, 0, text.length());
            expected.get(client).append(text);
        }
        lease.release();
    }

    private int[] someClients() {
        return random.ints(CLIENTS / 2, 0, CLIENTS).distinct().toArray();
    }

    @Test
    void everyClientGetsItsBytesInOrder() {
        sends.room = 9; // so that one flush needs several calls
        for (int round = 0; round < 400; round++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                int length = random.nextInt(20) == 0 ? 9_000 : 1 + random.nextInt(60);
                push(String.valueOf((char) ('a' + i)).repeat(length), someClients());
            }
            for (TestWire wire : wires) {
                wire.room = random.nextInt(3) == 0 ? random.nextInt(300) : Integer.MAX_VALUE;
            }
            loop.runAll();
            for (int client = 0; client < CLIENTS; client++) {
                if (random.nextBoolean()) {
                    wires.get(client).makeRoom(Integer.MAX_VALUE, outboxes.get(client));
                }
            }
        }
        for (int client = 0; client < CLIENTS; client++) {
            wires.get(client).makeRoom(Integer.MAX_VALUE, outboxes.get(client));
            assertThat(wires.get(client).sent.toString(StandardCharsets.ISO_8859_1))
                    .isEqualTo(expected.get(client).toString());
        }
        assertThat(counters.writesTogether.sum()).isGreaterThan(1_000);
    }

    @Test
    void fewAreSentToOneByOne() {
        push("x", 1, 2, 3, 4, 5, 6, 7);
        loop.runAll();

        assertThat(sends.calls).isZero();
        assertThat(wires.get(7).sent.toString(StandardCharsets.ISO_8859_1)).isEqualTo("x");
    }

    @Test
    void whoCannotBeSentToDirectlyIsWrittenTo() {
        wires.get(3).descriptor = -1;
        push("x", 0, 1, 2, 3, 4, 5, 6, 7, 8);
        loop.runAll();

        assertThat(wires.get(3).sent.toString(StandardCharsets.ISO_8859_1)).isEqualTo("x");
        assertThat(counters.writesTogether.sum()).isEqualTo(8);
    }

    @Test
    void withoutRoomEverybodyIsWrittenTo() {
        sends.room = 0;
        push("x", 0, 1, 2, 3, 4, 5, 6, 7, 8);
        loop.runAll();

        assertThat(wires)
                .extracting(wire -> wire.sent.size())
                .startsWith(1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void limitsHoldAsWellForWhatIsSentTogether() {
        outboxes.get(0).limit(new Limit(100, 0, Duration.ZERO));
        wires.get(0).room = 0;
        for (int i = 0; i < 3; i++) {
            push("x".repeat(60), 0, 1, 2, 3, 4, 5, 6, 7, 8);
            loop.runAll();
        }

        assertThat(wires.get(0).closed).isNotNull();
        assertThat(wires.get(8).sent.size()).isEqualTo(180);
    }

    @Test
    void repliesGoTheSameWay() {
        for (Outbox outbox : outboxes) {
            outbox.appendCopy(Unpooled.copiedBuffer("+OK\r\n", StandardCharsets.ISO_8859_1));
        }
        loop.runAll();

        assertThat(counters.writesTogether.sum()).isEqualTo(CLIENTS);
        assertThat(wires).allSatisfy(wire -> assertThat(wire.sent.size()).isEqualTo(5));
    }
}
