package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.broker.Broker;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.telemetry.Counters;
import io.crier.server.testing.HandLoop;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FanOutTest {
    private static final Bytes NEWS = Bytes.of("news");

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final HandLoop loop = new HandLoop();
    private final Broker broker = new Broker(1);
    private final LoopDelivery delivery =
            new LoopDelivery(broker, loop, new SystemClock(), new Counters(), allocator);

    FanOutTest() {
        broker.attach(loop, delivery::drain, Long.MAX_VALUE);
    }

    private Subscriber subscriber(TestWire wire, Kind kind, String name) {
        Subscriber subscriber = new Subscriber(new Outbox(delivery, wire));
        subscriber.form(Form.RESP3);
        delivery.subscribe(subscriber, kind, List.of(Bytes.of(name)));
        return subscriber;
    }

    private void publish(String text) {
        ByteBuf payload = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        ByteBuf block = allocator.directBuffer(1024);
        int at = Frames.message(block, Dialect.RESP2, NEWS.array(), payload, 0, text.length());
        Message message =
                new Message(Kind.CHANNEL, NEWS, block, 0, block.writerIndex(), at, text.length());
        broker.publish(new Message[] {message}, 1, new int[1]);
        block.release();
    }

    private void reply(Subscriber to, String text) {
        ByteBuf block = allocator.directBuffer(text.length());
        block.writeCharSequence(text, StandardCharsets.US_ASCII);
        Lease lease = new Lease(block, new Pinned());
        to.outbox().append(lease, 0, text.length());
        lease.release();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CHANNEL", "PATTERN"})
    void whoeverWritesAtOnceBecauseHeIsFullLeavesTheMessageToTheOthers(Kind kind) {
        TestWire fullWire = new TestWire();
        TestWire otherWire = new TestWire();
        Subscriber full = subscriber(fullWire, kind, "news");
        Subscriber other = subscriber(otherWire, kind, "news");
        full.outbox().limit(new Limit(70, 0, Duration.ZERO));
        reply(full, "-something that waits in two pieces");
        reply(full, "-and is written together\r\n");

        publish("hello");
        delivery.drain();
        loop.runAll();

        assertThat(otherWire.sent.toString(StandardCharsets.US_ASCII))
                .startsWith(">")
                .endsWith("news\r\n$5\r\nhello\r\n");
        assertThat(fullWire.sent.toString(StandardCharsets.US_ASCII))
                .startsWith("-something that waits in two pieces-and is written together\r\n>")
                .endsWith("news\r\n$5\r\nhello\r\n");
        delivery.unsubscribeAll(full);
        delivery.unsubscribeAll(other);
        delivery.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    @Test
    void aThousandReadersThatDoNotReadHoldTheSameBytesOnce() {
        List<Subscriber> readers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            TestWire wire = new TestWire();
            wire.room = 0;
            readers.add(subscriber(wire, Kind.CHANNEL, "news"));
        }

        for (int i = 0; i < 500; i++) {
            publish("x".repeat(900));
            loop.runAll();
        }

        long pending = readers.stream().mapToLong(reader -> reader.outbox().pendingBytes()).sum();
        assertThat(pending).isGreaterThan(400L << 20);
        assertThat(allocator.metric().usedDirectMemory()).isLessThan(1 << 20);
        readers.forEach(reader -> {
            reader.outbox().forget();
            delivery.unsubscribeAll(reader);
        });
        delivery.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }
}
