package io.crier.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.message.Position;
import io.crier.server.settings.Durability;
import io.crier.server.settings.HistoryRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A channel's log against a sorted map, which is slow and plainly right. */
final class ChannelLogTest {
    private static final Bytes CHANNEL = Bytes.of("c");

    private static ChannelLog log(long messages, long bytes) {
        return new ChannelLog(
                CHANNEL,
                new HistoryRules.Rule(
                        CHANNEL, messages, bytes, HistoryRules.UNLIMITED, Durability.NO),
                0);
    }

    private static Message message(long position, String text, @Nullable String from) {
        ByteBuf block = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        int length = block.readableBytes();
        Bytes name = from == null ? null : Bytes.of(from);
        Message message =
                new Message(Kind.CHANNEL, CHANNEL, block, 0, length, 0, length, name, true);
        message.position(position);
        return message;
    }

    private static List<String> texts(PageReader reader) {
        List<String> texts = new ArrayList<>();
        while (reader.next()) {
            String text =
                    new String(
                            reader.array(),
                            reader.payload(),
                            reader.payloadLength(),
                            StandardCharsets.UTF_8);
            texts.add(reader.position() + " " + text + " " + reader.from());
        }
        return texts;
    }

    @Test
    void whatIsReadIsWhatWasAppendedWhateverTheSizesAndTheRange() {
        for (int seed = 0; seed < 200; seed++) {
            Random dice = new Random(seed);
            long messagesMax = 1L + dice.nextInt(200);
            ChannelLog log = log(messagesMax, HistoryRules.UNLIMITED);
            NavigableMap<Long, String> model = new TreeMap<>();
            long position = Position.of(1_000_000);
            for (int i = 0; i < 300; i++) {
                position += 1 + dice.nextInt(dice.nextInt(3) == 0 ? 2_000_000 : 3);
                String text = "x".repeat(dice.nextInt(dice.nextInt(20) == 0 ? 3_000 : 60));
                String from = dice.nextBoolean() ? "alice" : null;
                log.append(message(position, text, from));
                model.put(position, position + " " + text + " " + from);
                if (model.size() > messagesMax) {
                    model.pollFirstEntry();
                }
                if (dice.nextInt(10) == 0) {
                    compare(log, model, dice, position);
                }
            }
        }
    }

    private static void compare(
            ChannelLog log, NavigableMap<Long, String> model, Random dice, long newest) {
        assertThat(log.count()).isEqualTo(model.size());
        assertThat(log.first()).isEqualTo(model.firstKey());
        long oldest = model.firstKey();
        long span = Math.max(1, newest - oldest);
        long from = oldest - 2 + dice.nextLong(span + 4);
        long to = oldest - 2 + dice.nextLong(span + 4);
        int count = 1 + dice.nextInt(2 * model.size());
        List<String> all =
                from > to ? List.of() : List.copyOf(model.subMap(from, true, to, true).values());
        int there = Math.min(count, all.size());
        List<String> first = all.subList(0, there);
        List<String> last = all.subList(all.size() - there, all.size());
        assertThat(texts(log.range(from, to, count, false).forward())).isEqualTo(first);
        assertThat(texts(log.range(from, to, count, false).backward())).isEqualTo(first.reversed());
        assertThat(texts(log.range(from, to, count, true).forward())).isEqualTo(last);
        assertThat(texts(log.range(from, to, count, true).backward())).isEqualTo(last.reversed());
        assertThat(log.range(from, to, count, true).size()).isEqualTo(there);
    }

    @Test
    void aPageDoesNotChangeWhenItsMessagesAreForgotten() {
        ChannelLog log = log(3, HistoryRules.UNLIMITED);
        for (int i = 1; i <= 3; i++) {
            log.append(message(i, "m" + i, null));
        }
        Page page = log.range(0, Position.MAX, 10, false);
        for (int i = 4; i <= 1_000; i++) {
            log.append(message(i, "m" + i, null));
        }
        assertThat(texts(page.forward())).containsExactly("1 m1 null", "2 m2 null", "3 m3 null");
        assertThat(texts(log.range(0, Position.MAX, 10, false).forward()))
                .containsExactly("998 m998 null", "999 m999 null", "1000 m1000 null");
        assertThat(log.lastRemoved()).isEqualTo(997);
        assertThat(log.added()).isEqualTo(1_000);
    }

    @Test
    void noMoreBytesOfPayloadsAreKeptThanTheRuleAllows() {
        ChannelLog log = log(HistoryRules.UNLIMITED, 100);
        for (int i = 1; i <= 50; i++) {
            log.append(message(i, "x".repeat(30), null));
        }
        assertThat(log.count()).isEqualTo(3);
        log.append(message(51, "x".repeat(101), null));
        assertThat(log.count()).isZero();
        assertThat(log.memoryBytes()).isEqualTo(ChannelLog.OVERHEAD_BYTES + CHANNEL.length());
    }

    @Test
    void smallMessagesTakeLittleMoreThanTheirBytes() {
        ChannelLog log = log(50, HistoryRules.UNLIMITED);
        long worst = 0;
        for (int i = 1; i <= 2_000; i++) {
            log.append(message(Position.of(1_700_000_000_000L + i * 977L), "x".repeat(64), null));
            worst = Math.max(worst, log.memoryBytes());
        }
        assertThat(worst).isLessThan((long) (1.3 * 50 * 64) + 50 * 100);
    }
}
