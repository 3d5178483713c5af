package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.broker.Broker;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.testing.HandLoop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutboxTest {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final HandLoop loop = new HandLoop();
    private final TestWire wire = new TestWire();
    private final LoopDelivery delivery = delivery();
    private final Outbox outbox = new Outbox(delivery, wire);

    private LoopDelivery delivery() {
        Broker broker = new Broker(1);
        LoopDelivery made =
                new LoopDelivery(broker, loop, new SystemClock(), new Counters(), allocator);
        broker.attach(loop, made::drain, Long.MAX_VALUE);
        return made;
    }

    @AfterEach
    void nothingIsLeft() {
        outbox.forget();
        delivery.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private void reply(String text) {
        outbox.appendCopy(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
    }

    /** Appends a push of its own block, so that it becomes a run of its own. */
    private void push(String text) {
        ByteBuf block = allocator.directBuffer(text.length());
        block.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        Lease lease = new Lease(block, new Pinned());
        outbox.append(lease, 0, text.length());
        lease.release();
    }

    private String sent() {
        return wire.sent.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aWireThatTakesAPartAndIsReadyAgainGetsTheRest() {
        wire.takesAtOnceMax = 100;
        push("a".repeat(1_000));
        push("b".repeat(50));
        reply("c".repeat(10_000));
        loop.runAll();

        assertThat(sent()).isEqualTo("a".repeat(1_000) + "b".repeat(50) + "c".repeat(10_000));
    }

    @Test
    void pushesThatAreHeldFollowTheReply() {
        outbox.hold();
        push("push ");
        reply("reply ");
        outbox.letGo();
        push("next");

        loop.runAll();

        assertThat(sent()).isEqualTo("reply push next");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyByteArrivesOnceAndInOrderWhateverTheWireTakes(long seed) {
        SplittableRandom dice = new SplittableRandom(seed);
        ByteArrayOutputStream appended = new ByteArrayOutputStream();
        wire.room = 0;
        for (int step = 0; step < 3_000; step++) {
            byte[] bytes = new byte[1 + dice.nextInt(dice.nextInt(50) == 0 ? 60_000 : 200)];
            Arrays.fill(bytes, (byte) step);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            if (dice.nextBoolean()) {
                push(text);
            } else {
                reply(text);
            }
            appended.writeBytes(bytes);
            if (dice.nextInt(3) == 0) {
                loop.runAll();
            }
            if (dice.nextInt(3) == 0) {
                wire.keepsMax = dice.nextInt(500);
                wire.makeRoom(dice.nextInt(1_000), outbox);
            }
            assertThat(outbox.pendingBytes()).isEqualTo(appended.size() - wire.sent.size());
        }
        loop.runAll();
        while (outbox.pendingBytes() > 0) {
            wire.makeRoom(100_000, outbox);
        }

        assertThat(wire.sent.toByteArray()).isEqualTo(appended.toByteArray());
    }

    @Test
    void whatTheWireKeepsStaysAsItIsWhenAnotherLoopLetsGoOfTheBlockMeanwhile() {
        ByteBuf block = delivery.writer().room(1);
        block.retain();
        wire.room = 0;
        wire.keepsMax = 100;
        push("first ");
        push("second ");
        wire.whileWriting = block::release;
        loop.runAll();
        wire.whileWriting = () -> {};

        reply("third");
        wire.makeRoom(1_000, outbox);
        loop.runAll();

        assertThat(sent()).isEqualTo("first second third");
    }

    @Test
    void nothingFollowsWhatAClientWasToBeSentBeforeItsEnd() {
        wire.room = 0;
        push("before ");
        outbox.closeWhenSent(CloseReason.of(CloseReason.Kind.QUIT));
        push("after");
        loop.runAll();
        assertThat(wire.closed).isNull();

        wire.makeRoom(1_000, outbox);

        assertThat(sent()).isEqualTo("before ");
        assertThat(wire.closed).isEqualTo(CloseReason.of(CloseReason.Kind.QUIT));
    }

    @Test
    void aClientThatReachesItsLimitIsCutOffAndHoldsNothing() {
        outbox.limit(new Limit(10, 0, Duration.ZERO));
        wire.room = 0;
        push("123456789");
        loop.runAll();
        assertThat(wire.closed).isNull();

        push("0");
        loop.runAll();

        assertThat(wire.closed)
                .isEqualTo(
                        CloseReason.of(
                                CloseReason.Kind.OUTPUT_BUFFER_LIMIT,
                                "10 bytes pending, hard limit 10"));
        assertThat(outbox.pendingBytes()).isZero();
        push("more");
        assertThat(outbox.pendingBytes()).isZero();
    }
}
