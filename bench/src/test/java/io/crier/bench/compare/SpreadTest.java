package io.crier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class SpreadTest {
    @Test
    void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
        assertThat(Spread.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Spread(5, 1, 9, 3));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 100.0, 2.0))).isEqualTo(new Spread(3, 1, 100, 4));
    }

    @Test
    void whatIsNotANumberDoesNotCount() {
        assertThat(Spread.of(List.of(Double.NaN, 7.0))).isEqualTo(new Spread(7, 7, 7, 1));
        assertThat(Spread.of(List.of(Double.NaN)).isEmpty()).isTrue();
    }

    @Test
    void ratiosAreTakenWithinEachRound() {
        // Of the medians it would be 200 / 100 = 2.
        SortedMap<Integer, Double> slowThenFast = rounds(100, 200, 900);
        SortedMap<Integer, Double> alsoSlowThenFast = rounds(100, 50, 300);

        assertThat(Spread.ofRatios(slowThenFast, alsoSlowThenFast))
                .isEqualTo(new Spread(3, 1, 4, 3));
    }

    @Test
    void aRoundThatOneSideDidNotFinishDoesNotCount() {
        assertThat(Spread.ofRatios(rounds(10, 20, 30), rounds(10, 10)))
                .isEqualTo(new Spread(1.5, 1, 2, 2));
        assertThat(Spread.ofRatios(rounds(10, Double.NaN), rounds(10, 10)).count()).isEqualTo(1);
        assertThat(Spread.ofRatios(rounds(10), rounds(0)).isEmpty()).isTrue();
    }

    private static SortedMap<Integer, Double> rounds(double... figures) {
        SortedMap<Integer, Double> rounds = new TreeMap<>();
        for (double figure : figures) {
            rounds.put(rounds.size() + 1, figure);
        }
        return rounds;
    }
}
