package io.crier.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @Test
    void spacesAndTabsSeparateWords() {
        assertThat(Words.split("  save\t900  1 ")).containsExactly("save", "900", "1");
    }

    @Test
    void aVerticalTabSeparatesWordsButEndsNone() {
        assertThat(Words.split("\u000b\f a \u000bb c\fd")).containsExactly("a", "b", "c\fd");
    }

    @Test
    void doubleQuotesKeepSpacesAndReadEscapes() {
        assertThat(Words.split("a \"b c\\n\\x41\\\"\\q\"")).containsExactly("a", "b c\nA\"q");
    }

    @Test
    void singleQuotesReadNoEscapeButTheirOwn() {
        assertThat(Words.split("'it\\'s \\n'")).containsExactly("it's \\n");
    }

    @Test
    void emptyQuotesAreAnEmptyWord() {
        assertThat(Words.split("save \"\" ''")).containsExactly("save", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"open", "'open", "\"closed\"too soon", "'closed'too soon", "\"\\"})
    void unbalancedQuotesAreNoWords(String line) {
        assertThat(Words.split(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a b", "q\"'\\", "#", "\n\r\t\0\u00ff", "~*"})
    void whatIsQuotedIsReadBack(String word) {
        assertThat(Words.split(Words.quoteIfNeeded(word))).isEqualTo(List.of(word));
    }
}
