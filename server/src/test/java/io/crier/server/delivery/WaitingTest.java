package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.server.broker.Broker;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.settings.OutputBufferLimits.Limit;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.settings.SlowSubscribers;
import io.crier.server.settings.SlowSubscribers.Rule;
import io.crier.server.telemetry.CloseReason;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Channels {@code old*} skip the oldest, {@code new*} keep the newest, others disconnect. */
final class WaitingTest {
    private static final Pattern SENT =
            Pattern.compile(
                    "(?:message\r\n\\$\\d+\r\n.*\r\n\\$\\d+\r\n(.*?)x*\r\n)|<.*?>|-.*?\r\n");

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final HandLoop loop = new HandLoop();
    private final Broker broker = new Broker(1);
    private final Counters counters = new Counters();
    private final LoopDelivery delivery =
            new LoopDelivery(broker, loop, new SystemClock(), counters, allocator);
    private final TestWire wire = new TestWire();
    private final Outbox outbox = new Outbox(delivery, wire);
    private final Subscriber subscriber = new Subscriber(outbox);

    @BeforeEach
    void aSubscriberWithALimitOfTenThousandBytes() {
        broker.attach(loop, delivery::drain, Long.MAX_VALUE);
        delivery.policies(
                new SlowSubscribers(
                        List.of(
                                new Rule(Bytes.of("old*"), SlowPolicy.DROP_OLDEST),
                                new Rule(Bytes.of("new*"), SlowPolicy.LATEST))));
        outbox.limit(new Limit(10_000, 0, Duration.ZERO));
        outbox.teller((channel, missed) ->
                Unpooled.copiedBuffer(
                        "<" + (channel == null ? "?" : channel) + " " + missed + ">",
                        StandardCharsets.US_ASCII));
        for (String name : List.of("old", "old2", "new", "new2", "plain")) {
            delivery.subscribe(subscriber, Kind.CHANNEL, List.of(Bytes.of(name)));
        }
    }

    @AfterEach
    void nothingIsLeft() {
        outbox.forget();
        delivery.unsubscribeAll(subscriber);
        delivery.close();
        assertThat(allocator.metric().usedDirectMemory()).isZero();
    }

    private void publish(String channel, String text, int length) {
        String filled = text + "x".repeat(length - text.length());
        ByteBuf payload = Unpooled.copiedBuffer(filled, StandardCharsets.US_ASCII);
        Bytes name = Bytes.of(channel);
        ByteBuf block = allocator.directBuffer(length + 100);
        int at = Frames.message(block, Dialect.RESP2, name.array(), payload, 0, length);
        broker.publish(
                new Message[] {
                    new Message(Kind.CHANNEL, name, block, 0, block.writerIndex(), at, length)
                },
                1,
                new int[1]);
        block.release();
        loop.runAll();
    }

    private void publish(String channel, String text) {
        publish(channel, text, 1_000);
    }

    private void reply(String text) {
        outbox.appendCopy(Unpooled.copiedBuffer("-" + text + "\r\n", StandardCharsets.US_ASCII));
        loop.runAll();
    }

    /** What came, in short: {@code old1}, {@code <old 2>} for a gap, {@code -text} for a reply. */
    private String received() {
        String bytes = wire.sent.toString(StandardCharsets.ISO_8859_1);
        List<String> words = new ArrayList<>();
        Matcher each = SENT.matcher(bytes);
        while (each.find()) {
            String message = each.group(1);
            words.add(message == null ? String.valueOf(each.group()).strip() : message);
        }
        return String.join(" ", words);
    }

    private void stall() {
        wire.room = 0;
        publish("plain", "first");
    }

    private void resume() {
        wire.makeRoom(Integer.MAX_VALUE, outbox);
        loop.runAll();
    }

    @Test
    void whoReadsMissesNothing() {
        for (int i = 0; i < 50; i++) {
            publish("old", "o" + i);
            publish("new", "n" + i);
        }

        assertThat(received()).startsWith("o0 n0 o1 n1").endsWith("o49 n49").doesNotContain("<");
        assertThat(outbox.missedMessages()).isZero();
    }

    @Test
    void theOldestAreSkippedUntilTheNextOneFits() {
        stall();
        for (int i = 0; i < 20; i++) {
            publish("old", "o" + i);
        }
        assertThat(outbox.pendingBytes()).isLessThan(10_000);
        resume();

        assertThat(wire.closed).isNull();
        assertThat(received()).isEqualTo("first <old 12> o12 o13 o14 o15 o16 o17 o18 o19");
        assertThat(outbox.missedMessages()).isEqualTo(12);
        assertThat(counters.missed(SlowPolicy.DROP_OLDEST).sum()).isEqualTo(12);
    }

    @Test
    void aMessageThatIsHalfSentIsSentToItsEnd() {
        wire.room = 500;
        publish("old", "o0");
        for (int i = 1; i < 20; i++) {
            publish("old", "o" + i);
        }
        resume();

        assertThat(received()).startsWith("o0 <old ").endsWith(" o17 o18 o19");
    }

    @Test
    void onlyTheNewestOfEachChannelWaits() {
        stall();
        publish("new", "a1");
        publish("new2", "b1");
        publish("new", "a2");
        publish("plain", "p1");
        publish("new", "a3");
        resume();

        assertThat(received()).isEqualTo("first <new 2> b1 p1 a3");
        assertThat(outbox.missedMessages()).isEqualTo(2);
    }

    @Test
    void ofABurstThatFindsTheSocketFullOnlyTheNewestStays() {
        wire.room = 0;
        for (int i = 0; i < 8; i++) {
            String text = "n" + i;
            ByteBuf payload =
                    Unpooled.copiedBuffer(text + "x".repeat(998), StandardCharsets.US_ASCII);
            Bytes name = Bytes.of("new");
            ByteBuf block = allocator.directBuffer(2_000);
            int at = Frames.message(block, Dialect.RESP2, name.array(), payload, 0, 1_000);
            broker.publish(
                    new Message[] {
                        new Message(Kind.CHANNEL, name, block, 0, block.writerIndex(), at, 1_000)
                    },
                    1,
                    new int[1]);
            block.release();
        }
        loop.runAll();
        resume();

        assertThat(received()).isEqualTo("n0 n1 n2 n3 <new 3> n7");
    }

    @Test
    void repliesAndOtherChannelsStayInTheirPlace() {
        stall();
        publish("old", "o0");
        reply("one");
        publish("old", "o1");
        publish("plain", "p0");
        for (int i = 2; i < 10; i++) {
            publish("old", "o" + i);
        }
        reply("two");
        resume();

        assertThat(received()).isEqualTo("first <old 4> -one p0 o4 o5 o6 o7 o8 o9 -two");
    }

    @Test
    void eachChannelHasItsOwnGap() {
        stall();
        publish("old", "a0");
        publish("old2", "b0");
        for (int i = 1; i < 9; i++) {
            publish("old", "a" + i);
        }
        resume();

        assertThat(received()).isEqualTo("first <old 1> <old2 1> a1 a2 a3 a4 a5 a6 a7 a8");
    }

    @Test
    void aMessageThatFitsNobodyIsSkippedAndNoOther() {
        stall();
        publish("old", "o0");
        publish("old", "big", 20_000);
        publish("old", "o1");
        resume();

        assertThat(received()).isEqualTo("first o0 <old 1> o1");
    }

    @Test
    void whatMustNotBeSkippedStillEndsTheClient() {
        stall();
        publish("old", "o0");
        for (int i = 0; i < 10; i++) {
            publish("plain", "p" + i);
        }

        assertThat(wire.closed)
                .isNotNull()
                .extracting(CloseReason::kind)
                .isEqualTo(CloseReason.Kind.OUTPUT_BUFFER_LIMIT);
    }

    @Test
    void beyondTheSoftLimitForTooLongItSkipsDownToThat() {
        outbox.limit(new Limit(0, 4_000, Duration.ZERO));
        stall();
        for (int i = 0; i < 8; i++) {
            publish("old", "o" + i);
        }
        loop.runAll();
        delivery.tick();
        resume();

        assertThat(wire.closed).isNull();
        assertThat(received()).startsWith("first <old ").endsWith(" o7");
        assertThat(outbox.missedMessages()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void whatIsHeldBehindAReplyIsSkippedAsWell() {
        stall();
        outbox.hold();
        for (int i = 0; i < 12; i++) {
            publish("old", "o" + i);
        }
        reply("exec");
        outbox.letGo();
        loop.runAll();
        resume();

        assertThat(received()).isEqualTo("first -exec <old 4> o4 o5 o6 o7 o8 o9 o10 o11");
    }

    @Test
    void heldPushesStayBehindTheReplyWhenWhatStandsBeforeItIsSkipped() {
        stall();
        publish("new", "n0");
        publish("plain", "p0");
        publish("new", "n1");
        reply("queued");
        outbox.hold();
        publish("plain", "p1");
        reply("exec");
        outbox.letGo();
        publish("new", "n2");
        resume();

        assertThat(received()).isEqualTo("first <new 2> p0 -queued -exec p1 n2");
    }

    @Test
    void aGapStandsWhereTheFirstSkippedMessageStoodWhenTheSocketFillsLater() {
        outbox.hold();
        for (String text : List.of("0", "1", "2")) {
            publish("new", "n" + text);
            publish("plain", "p" + text);
        }
        wire.room = 0;
        reply("exec");
        outbox.letGo();
        resume();

        assertThat(received()).isEqualTo("-exec <new 2> p0 p1 n2 p2");
    }

    @Test
    void heldPushesFollowTheReplyOfWhoReads() {
        outbox.hold();
        publish("new", "n0");
        publish("new", "n1");
        publish("plain", "p0");
        reply("exec");
        outbox.letGo();
        loop.runAll();

        assertThat(received()).isEqualTo("-exec n0 n1 p0");
    }

    @Test
    void manyChannelsAreToldOfTogether() {
        List<Bytes> names = new ArrayList<>();
        for (int i = 0; i < Gaps.GAPS_MAX + 50; i++) {
            names.add(Bytes.of("new:" + i));
        }
        delivery.subscribe(subscriber, Kind.CHANNEL, names);
        outbox.limit(Limit.NONE);
        stall();
        for (String text : List.of("1", "2")) {
            names.forEach(name -> publish(name.toString(), text, 10));
        }
        resume();

        assertThat(received()).contains("<new:255 1>", "<? 50>").doesNotContain("<new:256 1>");
        assertThat(outbox.missedMessages()).isEqualTo(names.size());
    }

    @Test
    void whatWaitsIsCopiedTogetherWithTheRest() {
        outbox.limit(Limit.NONE);
        stall();
        for (int i = 0; i < 200; i++) {
            ByteBuf large = allocator.directBuffer(128 * 1024);
            Lease lease = new Lease(large.writeZero(1), delivery.writer().pinned());
            outbox.append(lease, 0, 1);
            lease.release();
            publish("old", "o" + i, 10);
        }
        delivery.tick();
        assertThat(delivery.pinnedBytes()).isLessThan(4L << 20);
        resume();

        assertThat(received()).contains("o0").contains("o199").doesNotContain("<");
    }
}
