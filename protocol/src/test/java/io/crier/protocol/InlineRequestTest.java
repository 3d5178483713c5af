package io.crier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code sdssplitargs}. */
final class InlineRequestTest {
    private static List<String> line(String line) {
        Decoded decoded = Decoded.whole("  PING first\n" + line + "PING\r\n");
        assertThat(decoded.requests()).as(decoded.end()).hasSize(3);
        return decoded.requests().get(1);
    }

    @Test
    void aLineEndsWithALineFeedAndPerhapsACarriageReturnBefore() {
        assertThat(line("ECHO a\r\n")).containsExactly("ECHO", "a");
        assertThat(line("ECHO a\n")).containsExactly("ECHO", "a");
        assertThat(line("ECHO a\r\r\n")).containsExactly("ECHO", "a");
    }

    @Test
    void anyBlanksSeparateArguments() {
        assertThat(line(" \tECHO \t a  b \u000b\f c \r\n")).containsExactly("ECHO", "a", "b", "c");
        assertThat(line("ECHO a\rb\r\n")).containsExactly("ECHO", "a", "b");
    }

    @Test
    void aVerticalTabInsideAnArgumentIsAPartOfIt() {
        assertThat(line("ECHO a\u000bb\fc\r\n")).containsExactly("ECHO", "a\u000bb\fc");
        assertThat(line("ECHO \"a\"\u000bb\r\n")).containsExactly("ECHO", "a", "b");
    }

    @Test
    void doubleQuotesKeepBlanksAndKnowEscapes() {
        assertThat(line("ECHO \"a b\" \"\\x41\\xfF\\n\\r\\t\\b\\a\\z\\\"\\\\\"\r\n"))
                .containsExactly("ECHO", "a b", "A\u00ff\n\r\t\b\u0007z\"\\");
        assertThat(line("ECHO \"\\x4\" \"\\xg1\" \"\\x\" \"\\x4\u00b2\" 'it'\r\n"))
                .containsExactly("ECHO", "x4", "xg1", "x", "x4\u00b2", "it");
    }

    @Test
    void singleQuotesKnowOnlyTheirOwnEscape() {
        assertThat(line("ECHO 'a \"b\" \\n \\'c\\' \\\\ '\r\n"))
                .containsExactly("ECHO", "a \"b\" \\n 'c' \\\\ ");
    }

    @Test
    void aQuotedPartMayEndAnArgument() {
        assertThat(line("EC\"HO x\" fo'o b'\r\n")).containsExactly("ECHO x", "foo b");
    }

    @Test
    void emptyQuotesAreAnEmptyArgument() {
        assertThat(line("\"\" '' a\r\n")).containsExactly("", "", "a");
    }

    @Test
    void bytesAbove127AreKept() {
        assertThat(line("ECHO \u00c3\u00a9\u00ff\u0080 \"\u00e9\"\r\n"))
                .containsExactly("ECHO", "\u00c3\u00a9\u00ff\u0080", "\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ECHO \"abc\r\n",
                "ECHO 'abc\r\n",
                "ECHO \"abc\"d\r\n",
                "ECHO 'abc'd\r\n",
                "ECHO \"abc\\\r\n",
                "ECHO \"abc\\\"\r\n",
                "ECHO 'abc\\'\r\n",
                "\"\n",
                "a\"b\"\"c\"\n"
            })
    void unbalancedQuotesAreRefused(String line) {
        assertThat(Decoded.whole(line).end())
                .isEqualTo("ERR Protocol error: unbalanced quotes in request");
    }
}
