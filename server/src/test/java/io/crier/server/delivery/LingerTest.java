package io.crier.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a loop waits for more messages, and for how long. */
final class LingerTest {
    private static final long COST = 400_000;
    private static final int OUTBOXES = 100;

    private final Linger linger = new Linger();

    private void wrote(long messagesPerWrite, long cost) {
        linger.wrote(messagesPerWrite * OUTBOXES, OUTBOXES, 1_000, 1_000 + cost);
    }

    private static final long JUST_AFTER = 1_000 + COST + 10;

    @Test
    void aLoopThatIsBusyWithManyMessagesForManyWaitsForHalfOfWhatItsWritesTook() {
        wrote(8, COST);

        assertThat(linger.possible()).isTrue();
        assertThat(linger.nanos(8, JUST_AFTER)).isEqualTo(COST / 2);
    }

    @Test
    void nobodyWaitsForLong() {
        wrote(8, 1_000_000_000);

        assertThat(linger.nanos(8, 1_000_001_010)).isEqualTo(1_000_000);
    }

    @Test
    void aLoopThatWasIdleWritesAtOnce() {
        wrote(8, COST);

        assertThat(linger.nanos(8, 1_000 + COST + COST / 4)).isZero();
    }

    @Test
    void writesOfFewMessagesOrOfLittleCostAreNotWorthIt() {
        wrote(3, COST);
        assertThat(linger.possible()).isFalse();

        wrote(8, 99_999);
        assertThat(linger.possible()).isFalse();
    }

    @Test
    void whereWaitingBringsNothingItIsTriedLessAndLessOften() {
        wrote(8, COST);
        int waits = 0;
        for (int i = 0; i < 1_000; i++) {
            if (linger.nanos(8, JUST_AFTER) > 0) {
                waits++;
                linger.waited(9);
            }
        }

        assertThat(waits).isBetween(15, 25);
    }

    @Test
    void whereItPaysItIsDoneAgain() {
        wrote(8, COST);
        for (int i = 0; i < 100; i++) {
            assertThat(linger.nanos(8, JUST_AFTER)).isPositive();
            linger.waited(i % 2 == 0 ? 10 : 16);
        }
    }

    @Test
    void oneThatPaysAgainAfterAWhileIsForgiven() {
        wrote(8, COST);
        for (int i = 0; i < 1_000; i++) {
            if (linger.nanos(8, JUST_AFTER) > 0) {
                linger.waited(8);
            }
        }
        while (linger.nanos(8, JUST_AFTER) == 0) {
            wrote(8, COST);
        }
        linger.waited(16);

        assertThat(linger.nanos(8, JUST_AFTER)).isPositive();
    }
}
