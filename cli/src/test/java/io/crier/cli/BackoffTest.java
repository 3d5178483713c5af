package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {
    @Test
    void waitsDoubleUpToTheBound() {
        Backoff backoff = backoff(0.999999);
        assertThat(backoff.before(0).toMillis()).isEqualTo(99);
        assertThat(backoff.before(1).toMillis()).isEqualTo(199);
        assertThat(backoff.before(2).toMillis()).isEqualTo(399);
        assertThat(backoff.before(10).toMillis()).isEqualTo(4_999);
        assertThat(backoff.before(Integer.MAX_VALUE).toMillis()).isEqualTo(4_999);
    }

    @Test
    void chanceTakesAtMostHalfOfAWait() {
        assertThat(backoff(0).before(0)).isEqualTo(Duration.ofMillis(50));
        assertThat(backoff(0.5).before(0)).isEqualTo(Duration.ofMillis(75));
    }

    private static Backoff backoff(double random) {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), () -> random);
    }
}
