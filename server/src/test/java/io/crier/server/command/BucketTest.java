package io.crier.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketTest {
    private static final long SECOND = 1_000_000_000;

    /** Soon after it the count of nanoseconds overflows, which it may. */
    private static final long START = Long.MAX_VALUE - SECOND;

    private static long after(long nanos) {
        return START + nanos;
    }

    @Test
    void aBurstIsThereAtOnceAndNoMore() {
        Bucket bucket = new Bucket(3, 5, START);

        for (int i = 0; i < 5; i++) {
            assertThat(bucket.take(1, START)).as("take %s", i).isZero();
        }

        assertThat(bucket.take(1, START)).isBetween(SECOND / 3 - 10, SECOND / 3 + 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 7, 1_000, 777_777, 1_000_000_000})
    void anyBurstFitsWhole(long perSecond) {
        for (long burst : new long[] {1, 2, 3, 1_000, 1_000_003}) {
            Bucket bucket = new Bucket(perSecond, burst, 0);

            assertThat(bucket.take(burst, 0)).as("%s/s %s", perSecond, burst).isZero();
        }
    }

    @Test
    void whatWasUsedComesBackAsTimePasses() {
        Bucket bucket = new Bucket(10, 2, START);
        bucket.take(2, START);

        assertThat(bucket.take(1, after(SECOND / 10 - 1))).isEqualTo(1);
        assertThat(bucket.take(1, after(SECOND / 10))).isZero();
        assertThat(bucket.take(1, after(SECOND / 10))).isEqualTo(SECOND / 10);
    }

    @Test
    void whoWaitsDoesNotSaveUpMoreThanABurst() {
        Bucket bucket = new Bucket(10, 2, START);

        long later = after(60 * SECOND);

        assertThat(bucket.take(2, later)).isZero();
        assertThat(bucket.take(1, later)).isPositive();
    }

    @Test
    void moreThanItHoldsIsNeverThere() {
        Bucket bucket = new Bucket(10, 2, START);

        assertThat(bucket.take(3, after(60 * SECOND))).isEqualTo(Bucket.NEVER);
        assertThat(bucket.take(2, after(60 * SECOND))).isZero();
    }

    @Test
    void whatIsPutBackCanBeTaken() {
        Bucket bucket = new Bucket(1, 2, START);
        bucket.take(2, START);
        assertThat(bucket.isFull(START)).isFalse();

        bucket.putBack(2);

        assertThat(bucket.isFull(START)).isTrue();
        assertThat(bucket.take(2, START)).isZero();
    }

    @Test
    void threadsTogetherGetABurstAndNoMore() throws InterruptedException {
        Bucket bucket = new Bucket(1, 10_000, START);
        AtomicInteger taken = new AtomicInteger();
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads =
                IntStream.range(0, 4)
                        .mapToObj(i ->
                                Thread.ofPlatform().start(() -> takeMany(bucket, begin, taken)))
                        .toList();

        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(taken).hasValue(10_000);
    }

    private static void takeMany(Bucket bucket, CountDownLatch begin, AtomicInteger taken) {
        try {
            begin.await();
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
        for (int i = 0; i < 5_000; i++) {
            if (bucket.take(1, START) == 0) {
                taken.incrementAndGet();
            }
        }
    }
}
