package io.crier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SequencesTest {
    private final Sequences sequences = new Sequences(2);

    @Test
    void newerMessagesAdvanceWithGapsAndForEachPublisherAlone() {
        assertThat(sequences.advance(0, 1)).isTrue();
        assertThat(sequences.advance(0, 2)).isTrue();
        assertThat(sequences.advance(0, 500)).isTrue();
        assertThat(sequences.advance(1, 1)).isTrue();
    }

    @Test
    void theSameMessageTwiceIsARepetition() {
        sequences.advance(0, 1);
        sequences.advance(0, 2);
        sequences.advance(0, 3);
        assertThat(sequences.advance(0, 3)).isFalse();
        assertThat(sequences.repeats(0, 3)).isTrue();
        assertThat(sequences.repeats(0, 1)).isTrue();
    }

    @Test
    void aMessageThatWasOvertakenIsLateOnceAndThenARepetition() {
        sequences.advance(0, 1);
        sequences.advance(0, 3);
        assertThat(sequences.advance(0, 2)).isFalse();
        assertThat(sequences.repeats(0, 2)).isFalse();
        assertThat(sequences.repeats(0, 2)).isTrue();
    }

    @Test
    void aSequenceThatOverflowsGoesOn() {
        sequences.advance(0, Integer.MAX_VALUE - 1);
        sequences.advance(0, Integer.MAX_VALUE);
        assertThat(sequences.advance(0, Integer.MIN_VALUE)).isTrue();
        assertThat(sequences.repeats(0, Integer.MAX_VALUE)).isTrue();
    }

    @Test
    void onlyPublishersOfTheRunAreKnown() {
        assertThat(sequences.knows(0)).isTrue();
        assertThat(sequences.knows(1)).isTrue();
        assertThat(sequences.knows(2)).isFalse();
        assertThat(sequences.knows(-1)).isFalse();
    }
}
