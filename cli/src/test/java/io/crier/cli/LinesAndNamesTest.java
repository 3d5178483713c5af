package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinesAndNamesTest {
    @Test
    void linesAreTheBytesBetweenLineFeeds() {
        byte[] input = {'a', '\r', '\n', '\n', (byte) 0xff, 0, '\n', 'z'};
        try (PipedLines lines = new PipedLines(new ByteArrayInputStream(input))) {
            assertThat(lines.next()).containsExactly('a', '\r');
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).containsExactly(0xff, 0);
            assertThat(lines.next()).containsExactly('z');
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void argumentsThatTheLocaleSpoiltAreReadAgain() {
        String line = "java\0-jar\0crier.jar\0pub\0zoë\0\0";
        String[] spoilt = {"pub", "zo\ufffd\ufffd", ""};
        assertThat(Arguments.last(line, spoilt)).containsExactly("pub", "zoë", "");
        assertThat(Arguments.last("x\0", spoilt)).isSameAs(spoilt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoë", "Al Ice", "a:b", "日本"})
    void aPersonMayBeCalledAlmostAnything(String name) {
        assertThat(Name.person(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\tb", "\033[31mred"})
    void aPersonNeedsANameThatCanBeShown(String name) {
        assertThatThrownBy(() -> Name.person(name))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("1 to 64 characters");
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThat(Name.person("😀".repeat(64))).hasSize(128);
        assertThatThrownBy(() -> Name.person("x".repeat(65))).isInstanceOf(Failure.class);
    }

    @Test
    void aClientIsCalledAsTheChatsPageCallsIt() {
        assertThat(Name.client("Zoë of Red")).isEqualTo("Zo%C3%AB%20of%20Red");
        assertThat(Name.client("az-_.!~*'()09")).isEqualTo("az-_.!~*'()09");
        assertThat(Name.client("+%&=/😀")).isEqualTo("%2B%25%26%3D%2F%F0%9F%98%80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "red:who"})
    void anAllianceIsOneWordWithoutColons(String name) {
        assertThatThrownBy(() -> Name.alliance(name)).isInstanceOf(Failure.class);
    }
}
