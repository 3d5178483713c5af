package io.crier.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RefusedPublishesTest {
    private final RefusedPublishes refused = new RefusedPublishes();

    @Test
    void eachUserIsCountedByName() {
        refused.add("bob");
        refused.add("alice");
        refused.add("bob");

        assertThat(refused.byUser()).hasToString("{alice=1, bob=2}");
        assertThat(refused.of("bob")).isEqualTo(2);
        assertThat(refused.of("carol")).isZero();
        assertThat(refused.total()).isEqualTo(3);
    }

    @Test
    void usersBeyondABoundAreCountedTogether() {
        for (int i = 0; i < 100; i++) {
            refused.add("user" + i);
        }
        refused.add("user0");
        refused.add("user99");

        assertThat(refused.byUser())
                .hasSize(64)
                .containsEntry("user0", 2L)
                .doesNotContainKey("user99");
        assertThat(refused.ofOthers()).isEqualTo(37);
        assertThat(refused.total()).isEqualTo(102);
    }

    @Test
    void aResetForgetsAll() {
        for (int i = 0; i < 100; i++) {
            refused.add("user" + i);
        }

        refused.reset();
        refused.add("new");

        assertThat(refused.byUser()).hasToString("{new=1}");
        assertThat(refused.total()).isEqualTo(1);
    }
}
