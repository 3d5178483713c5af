package io.crier.protocol;

import static io.crier.protocol.Dialect.RESP2;
import static io.crier.protocol.Dialect.RESP3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RespWriterTest {
    private static String written(Dialect dialect, Consumer<RespWriter> replies) {
        ByteBuf out = Unpooled.buffer(0);
        RespWriter writer = new RespWriter();
        replies.accept(writer.to(out, dialect));
        String text = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        return text;
    }

    private static void both(Consumer<RespWriter> replies, String expected) {
        assertThat(written(RESP2, replies)).isEqualTo(expected);
        assertThat(written(RESP3, replies)).isEqualTo(expected);
    }

    private static void each(Consumer<RespWriter> replies, String resp2, String resp3) {
        assertThat(written(RESP2, replies)).isEqualTo(resp2);
        assertThat(written(RESP3, replies)).isEqualTo(resp3);
    }

    @Test
    void linesAreTheSameInBothDialects() {
        both(w -> w.simple("OK"), "+OK\r\n");
        both(w -> w.simple(""), "+\r\n");
        both(w -> w.error("ERR no \u00ff\u0080"), "-ERR no \u00ff\u0080\r\n");
        both(w -> w.raw(Decoded.bytes("+x\r\n")).simple("y"), "+x\r\n+y\r\n");
    }

    @Test
    void aLineBreakNeverEndsAnErrorEarly() {
        both(w -> w.error("ERR a\r\nb\nc\rd"), "-ERR a  b c d\r\n");
        both(w -> w.error("\r\nERR a\r\n\n"), "-ERR a\r\n");
        both(w -> w.error("\r\n"), "-\r\n");
        both(w -> w.simple("a\r\nb"), "+a  b\r\n");
    }

    @Test
    void aCharacterThatIsNoByteIsAQuestionMarkInALine() {
        both(w -> w.error("ERR \u20ac"), "-ERR ?\r\n");
    }

    /** Netty's own encoder asks for room for three bytes per character. */
    @Test
    void aLongTextNeedsNoMoreRoomThanItHas() {
        String text = "x".repeat(3_000);
        both(w -> w.bulk(text), "$3000\r\n" + text + "\r\n");
        each(
                w -> w.verbatim("txt", text),
                "$3000\r\n" + text + "\r\n",
                "=3004\r\ntxt:" + text + "\r\n");
    }

    @Test
    void bulksAreTheSameInBothDialects() {
        ByteBuf source = Unpooled.copiedBuffer(Decoded.bytes("xxhelloxx"));
        both(w -> w.bulk(Decoded.bytes("a\r\n\0")), "$4\r\na\r\n\0\r\n");
        both(w -> w.bulk(new byte[0]), "$0\r\n\r\n");
        both(w -> w.bulk(""), "$0\r\n\r\n");
        both(w -> w.bulk("\u00e9\u20ac"), "$5\r\n\u00c3\u00a9\u00e2\u0082\u00ac\r\n");
        both(w -> w.bulk(source, 2, 5), "$5\r\nhello\r\n");
        assertThat(source.readerIndex()).isZero();
        source.release();
    }

    @Test
    void whatResp2HasNoTypeForIsSaidWithWhatItHas() {
        each(RespWriter::nil, "$-1\r\n", "_\r\n");
        each(RespWriter::nilArray, "*-1\r\n", "_\r\n");
        each(w -> w.map(7), "*14\r\n", "%7\r\n");
        each(w -> w.map(2_000_000_000), "*4000000000\r\n", "%2000000000\r\n");
        each(w -> w.set(3), "*3\r\n", "~3\r\n");
        each(w -> w.push(3), "*3\r\n", ">3\r\n");
        each(w -> w.bool(true), ":1\r\n", "#t\r\n");
        each(w -> w.bool(false), ":0\r\n", "#f\r\n");
        each(w -> w.doubleValue(1.5), "$3\r\n1.5\r\n", ",1.5\r\n");
        each(
                w -> w.verbatim("txt", "h\u00e9"),
                "$3\r\nh\u00c3\u00a9\r\n",
                "=7\r\ntxt:h\u00c3\u00a9\r\n");
        both(w -> w.array(0), "*0\r\n");
    }

    @Test
    void aVerbatimFormatHasThreeCharacters() {
        assertThatThrownBy(() -> written(RESP3, w -> w.verbatim("text", "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyLengthOfNumberIsWrittenAsJavaPrintsIt() {
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            for (long value : new long[] {power - 1, power, power + 1, -power + 1, -power - 1}) {
                both(w -> w.integer(value), ":" + value + "\r\n");
            }
        }
        both(w -> w.integer(Long.MAX_VALUE), ":9223372036854775807\r\n");
        both(w -> w.integer(Long.MIN_VALUE), ":-9223372036854775808\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0,0",
        "-0.0,-0",
        "3.0,3",
        "-3.0,-3",
        "0.1,0.1",
        "3.14159,3.14159",
        "-1234.5,-1234.5",
        "0.000001,0.000001",
        "1.5E-7,1.5e-7",
        "1.0E-7,1e-7",
        "1500000000000000.5,1500000000000000.5",
        "1.0E20,1e+20",
        "1.5E300,1.5e+300",
        "-4.9E-324,-4.9e-324",
        "Infinity,inf",
        "-Infinity,-inf",
        "NaN,nan"
    })
    void aDoubleHasTheFewestDigitsThatSayIt(double value, String text) {
        assertThat(written(RESP3, w -> w.doubleValue(value))).isEqualTo("," + text + "\r\n");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aBufferThatJustFitsIsEnough(Dialect dialect) {
        for (long value : new long[] {0, 7, 10, 99, 12345, 123456, -1, Long.MIN_VALUE}) {
            ByteBuf out = Unpooled.buffer(0, 3 + Long.toString(value).length());
            new RespWriter().to(out, dialect).integer(value);
            assertThat(out.isWritable(out.maxCapacity())).isFalse();
            out.release();
        }
        for (int length : new int[] {0, 1, 9, 10, 99, 100, 99_999, 100_000}) {
            ByteBuf out = Unpooled.buffer(0, Decimals.bulkBytes(length));
            new RespWriter().to(out, dialect).bulk(new byte[length]);
            assertThat(out.readableBytes()).isEqualTo(out.maxCapacity());
            out.release();
        }
    }

    @Test
    void randomDoublesReadBackAsTheyWere() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            byte[] bytes = Decoded.bytes(written(RESP3, w -> w.doubleValue(value)));
            assertThat(RespReader.parse(bytes)).containsExactly(new Reply.Double(value));
        }
    }
}
