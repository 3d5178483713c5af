package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        String text = "zoë 日本 👩‍🚀 a\tb \\n";
        assertThat(Printable.text(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0x1b, \\e",
        "0x0a, \\n",
        "0x0d, \\r",
        "0x00, \\x00",
        "0x7f, \\x7f",
        "0x9b, \\x9b",
        "0x202e, \\u202e",
        "0x2028, \\u2028",
        "0x2066, \\u2066"
    })
    void whatCouldDriveATerminalIsEscaped(int character, String escape) {
        assertThat(Printable.text("a" + (char) character + "b")).isEqualTo("a" + escape + "b");
    }

    @Test
    void bytesThatAreNotUtf8AreReplaced() {
        assertThat(Printable.text(new byte[] {'a', (byte) 0xff, 'b'})).isEqualTo("a\ufffdb");
    }
}
