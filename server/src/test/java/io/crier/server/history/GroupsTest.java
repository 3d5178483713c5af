package io.crier.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.server.broker.Broker;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.crier.server.message.Position;
import io.crier.server.settings.HistoryTable;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Settings;
import io.crier.server.threading.SystemClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Groups of a history, without a server. */
final class GroupsTest {
    private static final Bytes CHANNEL = Bytes.of("global");
    private static final Bytes GROUP = Bytes.of("g");

    private final Broker broker = new Broker(1);
    private final LiveSettings settings =
            new LiveSettings(Settings.defaults().with(HistoryTable.MEMORY_MAX, 64L << 20), null);
    private final History history = new History(broker, settings, new SystemClock());
    private final Groups groups = history.groups();

    GroupsTest() {
        history.open();
    }

    @AfterEach
    void close() {
        history.close();
    }

    private long publish(String text) {
        ByteBuf block = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
        int length = block.readableBytes();
        Message message =
                new Message(Kind.CHANNEL, CHANNEL, block, 0, length, 0, length, null, true);
        broker.publish(new Message[] {message}, 1, new int[1]);
        return message.position();
    }

    private List<Long> read(String consumer, long behind, long countMax) {
        GroupRead read =
                new GroupRead(
                        GROUP,
                        Bytes.of(consumer),
                        List.of(CHANNEL),
                        List.of(behind),
                        countMax,
                        false);
        List<Long> positions = new ArrayList<>();
        if (groups.read(read) instanceof Outcome.Done<List<ChannelMessages>>(var all)) {
            all.forEach(one -> one.messages().forEach(given -> positions.add(given.position())));
        }
        return positions;
    }

    /** Who has which message, as a slow and plainly right table says. */
    @Test
    void whatIsPendingIsWhatWasGivenAndNotAcknowledgedWhateverHappens() {
        groups.create(CHANNEL, GROUP, null, GroupState.UNKNOWN, true);
        Random dice = new Random(7);
        Map<Long, String> model = new TreeMap<>();
        List<Long> published = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < 3_000; i++) {
            String consumer = "c" + dice.nextInt(4);
            switch (dice.nextInt(5)) {
                case 0, 1 -> published.add(publish("m" + i));
                case 2 -> {
                    int count = 1 + dice.nextInt(3);
                    List<Long> expected =
                            published.subList(next, Math.min(published.size(), next + count));
                    assertThat(read(consumer, GroupRead.NEW, count)).isEqualTo(expected);
                    expected.forEach(position -> model.put(position, consumer));
                    next += expected.size();
                }
                case 3 -> {
                    Long position = any(published, dice);
                    assertThat(groups.acknowledge(CHANNEL, GROUP, List.of(position)))
                            .isEqualTo(model.remove(position) == null ? 0 : 1);
                }
                default -> {
                    Long position = any(published, dice);
                    groups.claim(
                            CHANNEL,
                            GROUP,
                            Bytes.of(consumer),
                            List.of(position),
                            new ClaimRequest(0, null, null, false, true),
                            0);
                    if (model.containsKey(position) && isThere(position)) {
                        model.put(position, consumer);
                    } else {
                        model.remove(position);
                    }
                }
            }
        }
        assertThat(pending()).isEqualTo(model);
        for (int c = 0; c < 4; c++) {
            String consumer = "c" + c;
            List<Long> own =
                    model.entrySet().stream()
                            .filter(entry -> entry.getValue().equals(consumer))
                            .map(Map.Entry::getKey)
                            .toList();
            assertThat(read(consumer, Position.NONE, Long.MAX_VALUE)).isEqualTo(own);
        }
    }

    private boolean isThere(long position) {
        return history.range(CHANNEL, position, position, 1, false).size() == 1;
    }

    private static Long any(List<Long> positions, Random dice) {
        return positions.isEmpty()
                ? Long.valueOf(1)
                : positions.get(dice.nextInt(positions.size()));
    }

    private Map<Long, String> pending() {
        Map<Long, String> pending = new TreeMap<>();
        PendingRange all = new PendingRange(0, Position.MAX, Long.MAX_VALUE, 0, null);
        if (groups.pending(CHANNEL, GROUP, all)
                instanceof Outcome.Done<List<PendingState>>(var found)) {
            found.forEach(one -> pending.put(one.position(), one.consumer().toString()));
        }
        return pending;
    }

    @Test
    void memoryIsGivenBackWhenNothingIsLeft() {
        long before = history.memoryBytes();
        groups.create(CHANNEL, GROUP, null, GroupState.UNKNOWN, true);
        for (int i = 0; i < 100; i++) {
            publish("m" + i);
        }
        assertThat(read("a", GroupRead.NEW, 60)).hasSize(60);
        assertThat(read("b", GroupRead.NEW, 60)).hasSize(40);
        assertThat(history.memoryBytes()).isGreaterThan(before + 100 * Pending.MEMORY_BYTES);
        assertThat(history.clear(CHANNEL)).isTrue();
        assertThat(history.memoryBytes()).isEqualTo(before);
        assertThat(groups.states(CHANNEL)).isEmpty();
    }

    @Test
    void whatIsTakenDownAndGivenBackIsTheSame() {
        groups.create(CHANNEL, GROUP, null, GroupState.UNKNOWN, true);
        for (int i = 0; i < 10; i++) {
            publish("m" + i);
        }
        read("a", GroupRead.NEW, 3);
        read("b", GroupRead.NEW, 4);
        List<GroupState> states = groups.states(CHANNEL);
        long bytes = history.memoryBytes();
        assertThat(groups.restore(CHANNEL, states)).isTrue();
        assertThat(history.memoryBytes()).isEqualTo(bytes);
        history.clear(CHANNEL);
        assertThat(groups.restore(CHANNEL, states)).isTrue();
        assertThat(groups.states(CHANNEL)).isEqualTo(states);
        assertThat(groups.restore(Bytes.of("keeps nothing"), states)).isFalse();
    }

    @Test
    void aReadIsCalledOnceAndNotAfterItWasForgotten() {
        int[] called = {0};
        Waiting read = Waiting.behind(() -> called[0]++, List.of(CHANNEL), List.of(0L));
        assertThat(history.await(read)).isTrue();
        publish("a");
        publish("b");
        assertThat(called[0]).isEqualTo(1);
        assertThat(history.forget(read)).isFalse();
        Waiting other =
                Waiting.behind(() -> called[0]++, List.of(CHANNEL), List.of(history.last(CHANNEL)));
        assertThat(history.await(other)).isTrue();
        assertThat(history.forget(other)).isTrue();
        publish("c");
        assertThat(called[0]).isEqualTo(1);
        assertThat(history.await(other)).isFalse();
    }

    @Test
    void singleMessagesAreFoundInWhateverOrder() {
        List<Long> positions = new ArrayList<>();
        ChannelLog log =
                new ChannelLog(CHANNEL, settings.current().history().rules().getFirst(), 0);
        for (long at = 1; at < 600; at += 2) {
            ByteBuf block = Unpooled.wrappedBuffer(("m" + at).getBytes(StandardCharsets.UTF_8));
            int length = block.readableBytes();
            Message message =
                    new Message(Kind.CHANNEL, CHANNEL, block, 0, length, 0, length, null, true);
            message.position(at);
            log.append(message);
            positions.add(at);
        }
        log.trimTo(250);
        MessageSearch search = log.search();
        Random dice = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            long at = dice.nextInt(10) == 0 ? dice.nextInt(700) : 100 + i % 520;
            @Nullable Slice found = search.find(at);
            boolean there = at % 2 == 1 && at > 100 && at < 600;
            assertThat(found != null).as("%d", at).isEqualTo(there);
            if (found != null) {
                PageReader reader = new Given(at, found).reader();
                assertThat(reader != null && reader.position() == at).as("%d", at).isTrue();
            }
        }
        assertThat(positions).hasSize(300);
    }
}
