package io.crier.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.protocol.RequestDecoder.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestDecoderTest {
    @Test
    void pipelinedRequestsComeOutOneByOne() {
        Decoded decoded =
                Decoded.whole(
                        "*3\r\n$7\r\nPUBLISH\r\n$2\r\nch\r\n$0\r\n\r\n",
                        "PING x\r\n",
                        "*1\r\n$4\r\nPING\r\n");

        assertThat(decoded.requests())
                .containsExactly(
                        List.of("PUBLISH", "ch", ""), List.of("PING", "x"), List.of("PING"));
        assertThat(decoded.end()).isEqualTo("INCOMPLETE");
        assertThat(decoded.leftover()).isZero();
        assertThat(decoded.wireBytes()).isEqualTo(31 + 8 + 14);
    }

    @Test
    void argumentsAreBytesAndMayHoldAnything() {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            every.append(c);
        }

        Decoded decoded = Decoded.whole("*2\r\n$4\r\nECHO\r\n$256\r\n" + every + "\r\n");

        assertThat(decoded.requests()).containsExactly(List.of("ECHO", every.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*0\r\n",
                "*-1\r\n",
                "*-10\r\n",
                "*-9223372036854775808\r\n",
                "\r\n",
                "\n",
                "  \r\n",
                "\t\u000b\f\r\n"
            })
    void anEmptyRequestIsPassedOver(String empty) {
        Decoded decoded = Decoded.whole(empty + empty + "*1\r\n$4\r\nPING\r\n" + empty + "PING\n");

        assertThat(decoded.requests()).containsExactly(List.of("PING"), List.of("PING"));
        assertThat(decoded.end()).isEqualTo("INCOMPLETE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*\r\n",
                "*+1\r\n",
                "* 1\r\n",
                "*1 \r\n",
                "*01\r\n",
                "*00\r\n",
                "*-\r\n",
                "*-0\r\n",
                "*-01\r\n",
                "*x\r\n",
                "*1x\r\n",
                "*1\n$4\r\n",
                "*2147483648\r\n",
                "*9223372036854775808\r\n",
                "*-9223372036854775809\r\n",
                "*123456789012345678901\r\n"
            })
    void aCountThatIsNoNumberIsRefused(String header) {
        assertThat(Decoded.whole(header).end())
                .isEqualTo("ERR Protocol error: invalid multibulk length");
        assertThat(Decoded.whole(header + "$4\r\nPING\r\n").end())
                .isEqualTo("ERR Protocol error: invalid multibulk length");
    }

    @Test
    void theLargestCountIsAwaited() {
        assertThat(Decoded.whole("*2147483647\r\n").end()).isEqualTo("INCOMPLETE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$\r\n",
                "$-1\r\n",
                "$-0\r\n",
                "$+4\r\n",
                "$ 4\r\n",
                "$4 \r\n",
                "$04\r\n",
                "$x\r\n",
                "$9223372036854775808\r\n",
                "$99999999999\r\n"
            })
    void aLengthThatIsNoNumberIsRefused(String header) {
        assertThat(Decoded.whole("*1\r\n" + header).end())
                .isEqualTo("ERR Protocol error: invalid bulk length");
        assertThat(Decoded.whole("*1\r\n" + header + "PING\r\n").end())
                .isEqualTo("ERR Protocol error: invalid bulk length");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"x4,x", "\u0080,\u0080", "\u00ff4,\u00ff", "\u0001,\u0001", ":1,:"})
    void anythingElseThanALengthIsNamed(String line, String shown) {
        assertThat(Decoded.whole("*1\r\n" + line + "\r\nPING\r\n").end())
                .isEqualTo("ERR Protocol error: expected '$', got '" + shown + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n\r\n"})
    void aLineBreakInsteadOfALengthIsNamedASpace(String line) {
        assertThat(Decoded.whole("*1\r\n" + line).end())
                .isEqualTo("ERR Protocol error: expected '$', got ' '");
    }

    @Test
    void anythingElseThanALengthIsNotNamedBeforeItsLineEnds() {
        assertThat(Decoded.whole("*1\r\nx").end()).isEqualTo("INCOMPLETE");
    }

    @Test
    void theByteAfterCarriageReturnAndTheTwoAfterAnArgumentAreNotLookedAt() {
        assertThat(Decoded.whole("*1\rX$4\rYPINGZZ*1\r\n$4\r\nPINGxxPING\r\n").requests())
                .containsExactly(List.of("PING"), List.of("PING"), List.of("PING"));
    }

    @Test
    void aNulInALineEndsItsSearchSoThatItOnlyGrows() {
        assertThat(Decoded.whole("PI\0NG\r\nPING\r\n").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole("*1\0\r\n$4\r\nPING\r\n").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole("*1\r\n\0\r\n$4\r\nPING\r\n").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole("PI\0NG\r\n" + "x".repeat(65529)).end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole("PI\0NG\r\n" + "x".repeat(65530)).end())
                .isEqualTo("ERR Protocol error: too big inline request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\n",
                "post\n",
                "hOsT: localhost\r\n",
                "*1\r\n$5\r\nHost:\r\n",
                "*2\r\n$4\r\npOST\r\n$1\r\n/\r\n",
                "\"post\" x\r\n"
            })
    void aRequestForgedThroughABrowserIsTold(String forged) {
        assertThat(Decoded.whole("PING\r\n" + forged).end()).isEqualTo("CROSS_PROTOCOL");
        assertThat(Decoded.unauthenticated(forged).end()).isEqualTo("CROSS_PROTOCOL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host:x\r\n", "Host\r\n", "POSTS\r\n", "ECHO POST\r\n", "GET / Host:\n"})
    void aRequestThatOnlyLooksForgedIsNot(String innocent) {
        assertThat(Decoded.whole(innocent).requests()).hasSize(1);
    }

    @Test
    void theReaderIndexStaysAtTheUnfinishedRequest() {
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(Decoded.bytes("PING\r\n*2\r\n$4\r\nECHO\r\n$2"));
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);

        assertThat(decoder.decode(in)).isEqualTo(Outcome.REQUEST);
        assertThat(in.readerIndex()).isEqualTo(6);
        assertThat(decoder.decode(in)).isEqualTo(Outcome.INCOMPLETE);
        assertThat(in.readerIndex()).isEqualTo(6);
        in.writeBytes(Decoded.bytes("\r\nab\r\n"));
        assertThat(decoder.decode(in)).isEqualTo(Outcome.REQUEST);
        assertThat(in.isReadable()).isFalse();
        in.release();
    }

    @ParameterizedTest
    @CsvSource({
        "'',1",
        "'PI',3",
        "'*1',3",
        "'*1\r',4",
        "'*2\r\n',5",
        "'*2\r\n$4',7",
        "'*2\r\n$4\r\n',14",
        "'*2\r\n$4\r\nPING\r',14",
        "'*2\r\n$1000000\r\n',1000016"
    })
    void anUnfinishedRequestSaysHowMuchItWantsAtLeast(String start, long wanted) {
        ByteBuf in = Unpooled.copiedBuffer(Decoded.bytes(start));
        RequestDecoder decoder = Decoded.authenticated(DecoderLimits.DEFAULT);

        assertThat(decoder.decode(in)).isEqualTo(Outcome.INCOMPLETE);
        assertThat(decoder.bytesWanted()).isEqualTo(wanted);
        in.release();
    }

    @Test
    void afterAnErrorThereIsNoMore() {
        ByteBuf in = Unpooled.copiedBuffer(Decoded.bytes("*x\r\nPING\r\n"));
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);

        assertThatThrownBy(decoder::error).isInstanceOf(IllegalStateException.class);
        assertThat(decoder.decode(in)).isEqualTo(Outcome.ERROR);
        assertThatThrownBy(() -> decoder.decode(in)).isInstanceOf(IllegalStateException.class);
        in.release();
    }

    @Test
    void theRoomForManyArgumentsIsGivenBack() {
        RequestDecoder decoder = Decoded.authenticated(DecoderLimits.DEFAULT);
        String large = "*5000\r\n" + "$1\r\na\r\n".repeat(5000);
        ByteBuf in = Unpooled.copiedBuffer(Decoded.bytes(large + "PING\r\n"));

        assertThat(decoder.decode(in)).isEqualTo(Outcome.REQUEST);
        assertThat(decoder.bytesHeld()).isGreaterThan(5000 * 8);
        assertThat(decoder.decode(in)).isEqualTo(Outcome.REQUEST);
        assertThat(decoder.bytesHeld()).isLessThan(200);
        in.release();
    }
}
