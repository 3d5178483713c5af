package io.crier.server.proof;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.server.proof.Recorded.Delivery;
import io.crier.server.proof.Recorded.Holding;
import io.crier.server.proof.Recorded.Publish;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That each guarantee would be missed. */
final class GuaranteesTest {
    private final Recorded run = new Recorded();

    /**
     * Two messages to "c", the second sent after the first was answered; both reached two
     * subscribers.
     */
    private void publishTwo(long count) {
        run.published(new Publish("c", "1", 10, 11, count));
        run.published(new Publish("c", "2", 12, 13, count));
    }

    private void subscriber(String... payloads) {
        Holding holding = new Holding("c", false, 1);
        holding.confirmed = 2;
        holding.leaving = 20;
        holding.left = 21;
        holding.payloads.addAll(List.of(payloads));
        run.heard(
                Arrays.stream(payloads).map(payload -> new Delivery("", "c", payload)).toList(),
                List.of(holding));
    }

    @Test
    void aRunThatKeepsAllPasses() {
        publishTwo(2);
        subscriber("1", "2");
        subscriber("1", "2");

        assertThatCode(() -> Guarantees.check(run)).doesNotThrowAnyException();
    }

    @Test
    void twoOrdersAreFound() {
        run.published(new Publish("c", "1", 10, 12, 2));
        run.published(new Publish("c", "2", 11, 13, 2));
        subscriber("1", "2");
        subscriber("2", "1");

        assertThatThrownBy(() -> Guarantees.check(run)).hasMessageContaining("without one order");
    }

    @Test
    void anOrderAgainstTimeIsFound() {
        publishTwo(1);
        subscriber("2", "1");

        assertThatThrownBy(() -> Guarantees.check(run)).hasMessageContaining("without one order");
    }

    @Test
    void aWrongCountIsFound() {
        publishTwo(3);
        subscriber("1", "2");

        assertThatThrownBy(() -> Guarantees.check(run)).hasMessageContaining("deliveries of");
    }

    @Test
    void aMessageMissedAfterItsConfirmationIsFound() {
        run.published(new Publish("c", "1", 10, 11, 0));
        subscriber();

        assertThatThrownBy(() -> Guarantees.check(run)).hasMessageContaining("reached c held");
    }

    @Test
    void aMessageOlderThanTheSubscriptionIsFound() {
        run.published(new Publish("c", "1", -2, -1, 1));
        subscriber("1");

        assertThatThrownBy(() -> Guarantees.check(run)).hasMessageContaining("is outside of");
    }

    @Test
    void aChangedByteIsFound() {
        run.published(new Publish("c", "1", 10, 11, 1));
        subscriber("1 ");

        assertThatThrownBy(() -> Guarantees.check(run)).hasMessageContaining("published: ");
    }
}
