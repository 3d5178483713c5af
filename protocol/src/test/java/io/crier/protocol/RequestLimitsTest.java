package io.crier.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.protocol.RequestDecoder.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

/** Every limit at, below and above. */
final class RequestLimitsTest {
    private static final int LINE_MAX = 64 * 1024;
    private static final String INLINE = "ERR Protocol error: too big inline request";
    private static final String COUNT = "ERR Protocol error: too big mbulk count string";
    private static final String LENGTH = "ERR Protocol error: too big bulk count string";
    private static final String BAD_COUNT = "ERR Protocol error: invalid multibulk length";
    private static final String BAD_LENGTH = "ERR Protocol error: invalid bulk length";
    private static final String EARLY_COUNT =
            "ERR Protocol error: unauthenticated multibulk length";
    private static final String EARLY_LENGTH = "ERR Protocol error: unauthenticated bulk length";

    @Test
    void anInlineRequestMayHave64KilobytesBeforeItsLineFeed() {
        assertThat(Decoded.whole("a".repeat(LINE_MAX)).end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole("a".repeat(LINE_MAX + 1)).end()).isEqualTo(INLINE);
        assertThat(Decoded.whole("a".repeat(LINE_MAX - 1) + "\r\n").requests()).hasSize(1);
        assertThat(Decoded.whole("a".repeat(LINE_MAX) + "\n").requests()).hasSize(1);
        assertThat(Decoded.whole("a".repeat(LINE_MAX) + "\r\n").end()).isEqualTo(INLINE);
        assertThat(Decoded.whole("a".repeat(LINE_MAX + 1) + "\n").end()).isEqualTo(INLINE);
    }

    @Test
    void anArgumentCountMayHave64KilobytesBeforeItsCarriageReturn() {
        String full = "*" + "1".repeat(LINE_MAX - 1);

        assertThat(Decoded.whole(full).end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole(full + "\r").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole(full + "\r\n").end()).isEqualTo(BAD_COUNT);
        assertThat(Decoded.whole(full + "1").end()).isEqualTo(COUNT);
        assertThat(Decoded.whole(full + "1\r\n").end()).isEqualTo(COUNT);
    }

    @Test
    void anArgumentLengthMayHave64KilobytesBeforeItsCarriageReturn() {
        String full = "*2\r\n$1\r\na\r\n$" + "1".repeat(LINE_MAX - 1);

        assertThat(Decoded.whole(full).end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole(full + "\r").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole(full + "\r\n").end()).isEqualTo(BAD_LENGTH);
        assertThat(Decoded.whole(full + "1").end()).isEqualTo(LENGTH);
        assertThat(Decoded.whole(full + "1\r\n").end()).isEqualTo(LENGTH);
    }

    @Test
    void anArgumentMayHaveTheConfiguredLength() {
        assertThat(Decoded.whole("*1\r\n$536870911\r\n").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole("*1\r\n$536870912\r\n").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.whole("*1\r\n$536870913\r\n").end()).isEqualTo(BAD_LENGTH);
    }

    @Test
    void theLongestArgumentCanBeChangedAtRunTime() {
        ByteBuf in =
                Unpooled.copiedBuffer(Decoded.bytes("*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPING\r\n"));
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT.withBulkBytesMax(4));

        assertThat(decoder.decode(in)).isEqualTo(Outcome.REQUEST);
        decoder.limits(DecoderLimits.DEFAULT.withBulkBytesMax(3));
        assertThat(decoder.decode(in)).isEqualTo(Outcome.ERROR);
        assertThat(decoder.error()).isEqualTo(BAD_LENGTH);
        in.release();
    }

    @Test
    void beforeAuthenticationARequestMayHaveTenArguments() {
        assertThat(Decoded.unauthenticated("*9\r\n" + "$1\r\na\r\n".repeat(9)).requests())
                .hasSize(1);
        assertThat(Decoded.unauthenticated("*10\r\n" + "$1\r\na\r\n".repeat(10)).requests())
                .hasSize(1);
        assertThat(Decoded.unauthenticated("*11\r").end()).isEqualTo("INCOMPLETE");
        assertThat(Decoded.unauthenticated("*11\r\n").end()).isEqualTo(EARLY_COUNT);
        assertThat(Decoded.unauthenticated("*11\r\n" + "$1\r\na\r\n".repeat(11)).end())
                .isEqualTo(EARLY_COUNT);
        assertThat(Decoded.unauthenticated("*2147483648\r\n").end()).isEqualTo(BAD_COUNT);
    }

    @Test
    void beforeAuthenticationAnArgumentMayHave16Kilobytes() {
        assertThat(Decoded.unauthenticated("*1\r\n$16383\r\n").end()).isEqualTo("INCOMPLETE");
        assertThat(
                        Decoded.unauthenticated("*1\r\n$16384\r\n" + "a".repeat(16384) + "\r\n")
                                .requests())
                .hasSize(1);
        assertThat(Decoded.unauthenticated("*1\r\n$16385\r\n").end()).isEqualTo(EARLY_LENGTH);
        assertThat(Decoded.unauthenticated("*1\r\n$16385\r\naaa").end()).isEqualTo(EARLY_LENGTH);
        assertThat(Decoded.unauthenticated("*1\r\n$536870913\r\n").end()).isEqualTo(BAD_LENGTH);
        assertThat(Decoded.unauthenticated("*1\r\n$-1\r\n").end()).isEqualTo(BAD_LENGTH);
    }

    @Test
    void anInlineRequestHasNoLimitOfArgumentsBeforeAuthentication() {
        assertThat(Decoded.unauthenticated("a ".repeat(11) + "\r\n").requests()).hasSize(1);
    }

    @Test
    void authenticationLiftsTheLimitsForTheNextRequestOfThePipeline() {
        ByteBuf in =
                Unpooled.copiedBuffer(
                        Decoded.bytes("AUTH p\r\n*11\r\n" + "$1\r\na\r\n".repeat(11) + "*11\r\n"));
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);

        assertThat(decoder.decode(in)).isEqualTo(Outcome.REQUEST);
        decoder.authenticated(true);
        assertThat(decoder.decode(in)).isEqualTo(Outcome.REQUEST);
        decoder.authenticated(false);
        assertThat(decoder.decode(in)).isEqualTo(Outcome.ERROR);
        in.release();
    }

    @Test
    void aLimitThatAllowsNothingIsRefused() {
        assertThatThrownBy(() -> DecoderLimits.DEFAULT.withBulkBytesMax(0))
                .hasMessage("bulkBytesMax: must be at least 1, got 0");
        assertThatThrownBy(() -> new DecoderLimits(1, 31, 1, 1))
                .hasMessage("inlineBytesMax: must be at least 32, got 31");
    }
}
