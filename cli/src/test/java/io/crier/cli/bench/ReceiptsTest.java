package io.crier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReceiptsTest {
    @Test
    void theyComeInOrderHoweverManyWait() {
        Receipts receipts = new Receipts();
        int added = 0;
        int taken = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 2 * round; i++) {
                receipts.add(added++);
            }
            for (int i = 0; i < round; i++) {
                assertThat(receipts.take()).isEqualTo(taken++);
            }
        }
        while (taken < added) {
            assertThat(receipts.take()).isEqualTo(taken++);
        }
        assertThat(receipts.take()).isEqualTo(-1);
    }
}
