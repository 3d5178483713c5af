package io.crier.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.crier.bench.jmh.BenchNode;
import io.crier.protocol.Dialect;
import io.crier.server.command.Conversation;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.SettingTable;
import io.crier.server.settings.Settings;
import io.crier.server.threading.Clock;
import io.crier.server.threading.SystemClock;
import io.crier.server.threading.Uninterruptibly;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.Thread.State;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Presence is free for channels that it does not name: neither its table nor memory is used. */
final class PresenceCostTest {
    private static final int ROUNDS = 200;

    /** What going through a list takes as long as that is not compiled. */
    private static final long ITERATOR_BYTES = 32;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Bytes NAMED = Bytes.of("room:1");
    private static final Bytes OTHER = Bytes.of("news");

    private final Clock clock = new SystemClock();
    private final PresenceTable table = new PresenceTable();

    @Test
    void aChannelWithoutPresenceNeverAsksTheTable() {
        try (Scene scene = new Scene(List.of(Bytes.of("room:*")))) {
            assertThat(whileTheTableIsHeld(() -> scene.useOf(OTHER))).isEqualTo(State.TERMINATED);
            assertThat(whileTheTableIsHeld(() -> scene.useOf(NAMED))).isEqualTo(State.BLOCKED);
        }
        assertThat(table.isEmpty()).isFalse();
    }

    @Test
    void aChannelWithoutPresenceTakesNoMoreMemoryThanWhereThereIsNone() {
        try (Scene without = new Scene(List.of());
                Scene elsewhere = new Scene(List.of(Bytes.of("room:*")))) {
            long none = leastAllocatedBy(() -> without.useOf(OTHER));

            assertThat(leastAllocatedBy(() -> elsewhere.useOf(OTHER)))
                    .isLessThanOrEqualTo(none + ITERATOR_BYTES);
            assertThat(leastAllocatedBy(() -> elsewhere.useOf(NAMED)))
                    .isGreaterThan(none + ITERATOR_BYTES);
        }
    }

    /** What becomes of a thread that does the work while another one holds the table. */
    private State whileTheTableIsHeld(Runnable work) {
        Thread thread = new Thread(work);
        State state;
        synchronized (table) {
            thread.start();
            for (state = thread.getState();
                    state != State.TERMINATED && state != State.BLOCKED;
                    state = thread.getState()) {
                Thread.onSpinWait();
            }
        }
        Uninterruptibly.join(thread);
        return state;
    }

    private static long leastAllocatedBy(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    /** A client by the name of alice on a node with presence on the channels of some patterns. */
    private final class Scene implements AutoCloseable {
        private final BenchNode node;
        private final Session alice;
        private final Conversation bob;
        private final byte[] publish = "PUBLISH news hello\r\n".getBytes(StandardCharsets.US_ASCII);

        Scene(List<Bytes> patterns) {
            Settings settings = Settings.defaults().with(SettingTable.PRESENCE, patterns);
            LiveSettings live = new LiveSettings(settings, null);
            node =
                    new BenchNode(
                            new UnpooledByteBufAllocator(true, true),
                            live,
                            clock,
                            new Presence(live, clock, table));
            alice = node.connect(Dialect.RESP3);
            alice.identity().name(Bytes.of("alice"));
            bob = node.open(node.connect(Dialect.RESP2));
        }

        /** Subscribes, is published to and unsubscribes. */
        void useOf(Bytes channel) {
            alice.subscribe(Kind.CHANNEL, List.of(channel));
            alice.reply().take();
            bob.receive(Unpooled.wrappedBuffer(publish));
            node.loop().runAll();
            alice.unsubscribe(Kind.CHANNEL, List.of(channel));
            alice.reply().take();
            node.loop().runAll();
        }

        @Override
        public void close() {
            node.close();
        }
    }
}
