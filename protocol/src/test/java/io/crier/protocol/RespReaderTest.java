package io.crier.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RespReaderTest {
    private static List<Reply> parsed(String text) {
        return RespReader.parse(Decoded.bytes(text));
    }

    @Test
    void everyTypeIsReadAsItself() {
        assertThat(parsed("+OK\r\n-ERR x\r\n:-7\r\n$2\r\n\r\n\r\n$-1\r\n*-1\r\n_\r\n"))
                .containsExactly(
                        new Reply.Simple("OK"),
                        new Reply.Error("ERR x"),
                        new Reply.Int(-7),
                        Reply.Bulk.of("\r\n"),
                        Reply.Nil.BULK,
                        Reply.Nil.ARRAY,
                        Reply.Nil.PLAIN);
        assertThat(
                        parsed(
                                "#t\r\n,-1.5e+3\r\n,inf\r\n=6\r\ntxt:ab\r\n!5\r\nERR x\r\n(12345678901234567890\r\n"))
                .containsExactly(
                        new Reply.Bool(true),
                        new Reply.Double(-1500),
                        new Reply.Double(Double.POSITIVE_INFINITY),
                        new Reply.Verbatim("txt", "ab"),
                        new Reply.Error("ERR x"),
                        new Reply.BigNumber("12345678901234567890"));
    }

    @Test
    void containersHoldReplies() {
        List<Reply> elements = List.of(new Reply.Int(1), new Reply.Array(List.of()));

        assertThat(parsed("*2\r\n:1\r\n*0\r\n")).containsExactly(new Reply.Array(elements));
        assertThat(parsed("~2\r\n:1\r\n*0\r\n")).containsExactly(new Reply.Set(elements));
        assertThat(parsed(">2\r\n:1\r\n*0\r\n")).containsExactly(new Reply.Push(elements));
        assertThat(parsed("%1\r\n:1\r\n*0\r\n"))
                .containsExactly(
                        new Reply.Map(
                                List.of(new Reply.Entry(elements.getFirst(), elements.getLast()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                "+a\nb\r\n",
                "+a\rb\r\n",
                ":\r\n",
                ":+1\r\n",
                ":01\r\n",
                ":-0\r\n",
                ":1x\r\n",
                ":9223372036854775808\r\n",
                "$-2\r\n",
                "$+1\r\na\r\n",
                "$1\r\nabc",
                "*-2\r\n",
                "%-1\r\n",
                ">-1\r\n",
                "_x\r\n",
                "#x\r\n",
                ",\r\n",
                ",1.\r\n",
                ",0x1p3\r\n",
                "=2\r\nab\r\n",
                "(1.5\r\n",
                "(\r\n",
                "\r\n"
            })
    void whatIsNoReplyIsRefused(String text) {
        assertThatThrownBy(() -> parsed(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasCauseInstanceOf(RespReader.MalformedReplyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "+", "+OK\r", "$3\r\nab", "$3\r\nabc\r", "*2\r\n:1\r\n", "%1\r\n:1\r\n"})
    void aStreamThatEndsInsideAReplyIsToldFromABadOne(String text) {
        RespReader reader = new RespReader(new ByteArrayInputStream(Decoded.bytes(text)));

        assertThatThrownBy(reader::read).isInstanceOf(EOFException.class);
    }

    @Test
    void nestingHasABound() {
        assertThat(parsed("*1\r\n".repeat(64) + ":1\r\n")).hasSize(1);
        assertThatThrownBy(() -> parsed("*1\r\n".repeat(65) + ":1\r\n"))
                .hasMessage("nested deeper than 64");
    }
}
