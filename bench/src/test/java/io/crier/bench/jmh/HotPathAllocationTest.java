package io.crier.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.crier.bench.jmh.FanOutBenchmark.Audience;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way of a message allocates its {@link Message} and nothing for those who get it. */
final class HotPathAllocationTest {
    private static final int ROUNDS = 200;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The tests' leak detection notes every access to a buffer, which allocates. */
    private static final ByteBufAllocator UNWATCHED = new UnpooledByteBufAllocator(true, true);

    private static Object kept = "";

    @ParameterizedTest
    @EnumSource
    void aThousandSubscribersOfABurstCostNoMoreMemoryThanAHundred(Audience audience) {
        long few = allocatedByFanOut(audience, 100, 16);
        long many = allocatedByFanOut(audience, 1_000, 16);

        assertThat(many - few).isLessThan(900);
    }

    @ParameterizedTest
    @EnumSource
    void aLongBurstCostsNoMoreMemoryThanAShortOne(Audience audience) {
        long few = allocatedByFanOut(audience, 100, 16);
        long many = allocatedByFanOut(audience, 100, 256);

        assertThat(many - few).isLessThan(240);
    }

    @Test
    void readingAPublishForAThousandCostsNoMoreMemoryThanForAHundred() {
        long few = allocatedByRead(100, 16, List.of());
        long many = allocatedByRead(1_000, 16, List.of());

        assertThat(many - few).isLessThan(900);
    }

    @Test
    void aPublishInABurstAllocatesItsMessageAlone() {
        aPublishAllocatesItsMessageAlone(List.of());
    }

    @Test
    void askingForThePermissionOfAUserWithSomeChannelsAllocatesNothing() {
        aPublishAllocatesItsMessageAlone(ReadBenchmark.SOME_CHANNELS);
    }

    @Test
    void askingForThePermissionOfAUserWithSelectorsAllocatesNothing() {
        aPublishAllocatesItsMessageAlone(
                List.of(
                        "resetchannels",
                        "-@all",
                        "(+subscribe &alliance:*)",
                        "(+publish &alliance:?*:chat)"));
    }

    private static void aPublishAllocatesItsMessageAlone(List<String> rules) {
        long few = allocatedByRead(100, 16, rules);
        long many = allocatedByRead(100, 256, rules);

        assertThat(many - few).isLessThan(240 * (bytesOfAMessage() + 1));
    }

    private static long allocatedByFanOut(Audience audience, int subscribers, int burst) {
        try (FanOutBenchmark.Scene scene =
                new FanOutBenchmark.Scene(audience, subscribers, burst, UNWATCHED)) {
            return leastAllocatedBy(() -> assertSends(scene.turn()));
        }
    }

    private static long allocatedByRead(int subscribers, int burst, List<String> rules) {
        try (ReadBenchmark.Scene scene =
                new ReadBenchmark.Scene(1, subscribers, burst, rules, UNWATCHED)) {
            return leastAllocatedBy(() -> assertSends(scene.turn()));
        }
    }

    private static void assertSends(long sent) {
        if (sent == 0) {
            throw new AssertionError("nothing was sent");
        }
    }

    private static long bytesOfAMessage() {
        Bytes channel = Bytes.of("c");
        return leastAllocatedBy(
                () -> kept = new Message(Kind.CHANNEL, channel, Unpooled.EMPTY_BUFFER, 0, 0, 0, 0));
    }

    /** The least of many rounds: the first ones link and grow what is kept for the others. */
    private static long leastAllocatedBy(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
