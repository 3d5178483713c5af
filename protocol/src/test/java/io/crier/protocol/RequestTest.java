package io.crier.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest {
    private static Request owned(String... args) {
        byte[][] bytes = new byte[args.length][];
        for (int i = 0; i < args.length; i++) {
            bytes[i] = Decoded.bytes(args[i]);
        }
        return Request.of(bytes);
    }

    @Test
    void argumentsAreSlicesOfTheReadBuffer() {
        ByteBuf in = Unpooled.buffer().writeZero(5).skipBytes(5);
        in.writeBytes(Decoded.bytes("*2\r\n$4\r\nECHO\r\n$3\r\nabc\r\n"));
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
        decoder.decode(in);
        Request request = decoder.request();

        assertThat(request.buffer()).isSameAs(in);
        assertThat(request.count()).isEqualTo(2);
        assertThat(request.offset(1)).isEqualTo(5 + 18);
        assertThat(request.length(1)).isEqualTo(3);
        assertThat(request.at(1, 2)).isEqualTo((byte) 'c');
        assertThat(request.bytes(1)).isEqualTo(Decoded.bytes("abc"));
        assertThat(request.wireBytes()).isEqualTo(23);
        in.release();
    }

    @Test
    void aCopyOutlivesTheBuffer() {
        ByteBuf in = Unpooled.copiedBuffer(Decoded.bytes("*2\r\n$4\r\nECHO\r\n$3\r\nabc\r\n"));
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
        decoder.decode(in);
        Request copy = decoder.request().copy();
        in.setZero(0, in.capacity());
        in.release();

        assertThat(Decoded.arguments(copy)).isEqualTo(List.of("ECHO", "abc"));
        assertThat(copy.wireBytes()).isEqualTo(23);
    }

    @Test
    void anOwnedRequestHasManyOrEmptyArguments() {
        String[] args = new String[100];
        for (int i = 0; i < args.length; i++) {
            args[i] = "a".repeat(i);
        }

        assertThat(Decoded.arguments(owned(args))).containsExactly(args);
    }

    @Test
    void anArgumentThatIsNotThereIsRefused() {
        Request request = owned("PING", "ab");

        assertThatThrownBy(() -> request.length(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> request.offset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> request.at(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> request.at(1, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void namesAreComparedWithoutTheirAsciiCase() {
        Request request = owned("PubLISH", "@[`{", "\u00c9");

        assertThat(request.is(0, "publish")).isTrue();
        assertThat(request.is(0, "publis")).isFalse();
        assertThat(request.is(0, "publisx")).isFalse();
        assertThat(request.is(1, "`{@[")).isFalse();
        assertThat(request.is(1, "@[`{")).isTrue();
        assertThat(request.is(2, "\u00e9")).isFalse();
        assertThat(request.is(2, "\u00c9")).isTrue();
    }

    @Test
    void theHashOfANameIgnoresItsAsciiCase() {
        Request request = owned("PubLISH", "publish", "publisi", "");

        assertThat(request.hashLowerCase(0)).isEqualTo(Request.hashLowerCase("publish"));
        assertThat(request.hashLowerCase(1)).isEqualTo(Request.hashLowerCase("publish"));
        assertThat(request.hashLowerCase(2)).isNotEqualTo(Request.hashLowerCase("publish"));
        assertThat(request.hashLowerCase(3)).isEqualTo(Request.hashLowerCase(""));
    }

    @Test
    void anArgumentIsCopiedIntoALargerArray() {
        byte[] target = {9, 9, 9, 9};

        assertThat(owned("PING", "ab").copyInto(1, target)).isEqualTo(2);
        assertThat(target).containsExactly('a', 'b', 9, 9);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                9,
                10,
                -10,
                2147483648L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE - 1,
                Long.MIN_VALUE + 1,
                1000000000000000000L
            })
    void aNumberIsReadInItsOnlySpelling(long value) {
        Request request = owned("X", Long.toString(value));

        assertThat(request.isInteger(1)).isTrue();
        assertThat(request.integer(1)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                " 1",
                "1 ",
                "01",
                "00",
                "-0",
                "-01",
                "1x",
                "x1",
                "1.0",
                "0x1",
                "--1",
                "9223372036854775808",
                "-9223372036854775809",
                "9999999999999999999",
                "92233720368547758070",
                "18446744073709551616",
                "-10000000000000000000",
                "100000000000000000000000",
                "1\0"
            })
    void anythingElseIsNoNumber(String text) {
        Request request = owned("X", text);

        assertThat(request.isInteger(1)).isFalse();
        assertThatThrownBy(() -> request.integer(1)).isInstanceOf(IllegalStateException.class);
    }
}
