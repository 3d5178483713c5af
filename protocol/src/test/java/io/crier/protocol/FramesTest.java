package io.crier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FramesTest {
    private static final byte[] CHANNEL = Decoded.bytes("news");
    private static final byte[] PATTERN = Decoded.bytes("n*");

    /** Every length at which a number's width changes, and its neighbours. */
    private static final int[] LENGTHS = {
        0, 1, 9, 10, 11, 99, 100, 999, 1000, 9999, 10_000, 99_999, 100_000, 100_001, 1_234_567
    };

    private static String text(ByteBuf out) {
        String text = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        return text;
    }

    @ParameterizedTest
    @CsvSource({"RESP2,*", "RESP3,>"})
    void aDeliveryNamesItsKindItsChannelAndItsPayload(Dialect dialect, String first) {
        ByteBuf payload = Unpooled.copiedBuffer(Decoded.bytes("xxhixx"));

        ByteBuf message = Unpooled.buffer();
        Frames.message(message, dialect, CHANNEL, payload, 2, 2);
        assertThat(text(message))
                .isEqualTo(first + "3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");

        ByteBuf shard = Unpooled.buffer();
        Frames.smessage(shard, dialect, CHANNEL, payload, 2, 2);
        assertThat(text(shard))
                .isEqualTo(first + "3\r\n$8\r\nsmessage\r\n$4\r\nnews\r\n$2\r\nhi\r\n");

        ByteBuf pattern = Unpooled.buffer();
        Frames.pmessage(pattern, dialect, PATTERN, CHANNEL, payload, 2, 2);
        assertThat(text(pattern))
                .isEqualTo(first + "4\r\n$8\r\npmessage\r\n$2\r\nn*\r\n$4\r\nnews\r\n$2\r\nhi\r\n");
        assertThat(payload.readableBytes()).isEqualTo(6);
        payload.release();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theSizeIsExactAndThePayloadIsWhereItIsSaidToBe(Dialect dialect) {
        ByteBuf payload = Unpooled.buffer().writeZero(2_000_000);
        payload.setByte(0, 'p');
        for (int channelLength : LENGTHS) {
            byte[] channel = new byte[channelLength];
            for (int length : LENGTHS) {
                int size = Frames.messageBytes(channelLength, length);
                ByteBuf out = Unpooled.buffer(0, 3 + size).writeZero(3);
                int start = Frames.message(out, dialect, channel, payload, 0, length);

                assertThat(out.writerIndex()).isEqualTo(3 + size);
                assertThat(start).isEqualTo(3 + Frames.messagePayloadStart(channelLength, length));
                assertThat(start + length + Frames.TRAILER_BYTES).isEqualTo(out.writerIndex());
                out.skipBytes(3);
                Reply frame = frame(dialect, "message", channel, payload, length);
                assertThat(RespReader.parse(bytes(out)).getFirst().equals(frame)).isTrue();
                out.release();
            }
        }
        payload.release();
    }

    @Test
    void theOtherDeliveriesHaveTheirSizesToo() {
        ByteBuf payload = Unpooled.buffer().writeZero(200_000);
        for (int length : LENGTHS) {
            if (length > 200_000) {
                continue;
            }
            ByteBuf shard = Unpooled.buffer(0, Frames.smessageBytes(4, length));
            Frames.smessage(shard, Dialect.RESP2, CHANNEL, payload, 0, length);
            assertThat(shard.readableBytes()).isEqualTo(shard.maxCapacity());
            shard.release();

            ByteBuf pattern = Unpooled.buffer(0, Frames.pmessageBytes(2, 4, length));
            Frames.pmessage(pattern, Dialect.RESP3, PATTERN, CHANNEL, payload, 0, length);
            assertThat(pattern.readableBytes()).isEqualTo(pattern.maxCapacity());
            pattern.release();
        }
        payload.release();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void channelAndPayloadMayBeSlicesOfOneRequest(Dialect dialect) {
        Request request = Request.of(Decoded.bytes("PUBLISH"), CHANNEL, Decoded.bytes("hi"));
        ByteBuf sliced = Unpooled.buffer();
        ByteBuf copied = Unpooled.buffer();

        int start =
                Frames.message(
                        sliced,
                        dialect,
                        request.buffer(),
                        request.offset(1),
                        request.length(1),
                        request.offset(2),
                        request.length(2));

        assertThat(Frames.message(copied, dialect, CHANNEL, request.buffer(), request.offset(2), 2))
                .isEqualTo(start);
        assertThat(text(sliced)).isEqualTo(text(copied));
    }

    @ParameterizedTest
    @CsvSource({"RESP2,*,$-1", "RESP3,>,_"})
    void aConfirmationCarriesTheChannelOrNoneAndTheCount(
            Dialect dialect, String first, String none) {
        ByteBuf out = Unpooled.buffer(0);
        Frames.confirmation(out, dialect, Confirmation.SUBSCRIBE, CHANNEL, 12);
        Frames.confirmation(out, dialect, Confirmation.PUNSUBSCRIBE, null, 0);

        assertThat(text(out))
                .isEqualTo(
                        String.join(
                                "",
                                first + "3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:12\r\n",
                                first + "3\r\n$12\r\npunsubscribe\r\n" + none + "\r\n:0\r\n"));
    }

    @ParameterizedTest
    @EnumSource(Confirmation.class)
    void everyKindOfConfirmationIsItsOwnWord(Confirmation kind) {
        ByteBuf out = Unpooled.buffer();
        Frames.confirmation(out, Dialect.RESP3, kind, CHANNEL, 1);
        byte[] frame = bytes(out);
        out.release();

        assertThat(RespReader.parse(frame))
                .containsExactly(
                        new Reply.Push(
                                List.of(
                                        Reply.Bulk.of(kind.word()),
                                        new Reply.Bulk(CHANNEL),
                                        new Reply.Int(1))));
        assertThat(kind.word()).isEqualToIgnoringCase(kind.name()).isLowerCase();
    }

    private static Reply frame(
            Dialect dialect, String kind, byte[] channel, ByteBuf payload, int length) {
        byte[] body = new byte[length];
        payload.getBytes(0, body);
        List<Reply> elements =
                List.of(Reply.Bulk.of(kind), new Reply.Bulk(channel), new Reply.Bulk(body));
        return dialect == Dialect.RESP3 ? new Reply.Push(elements) : new Reply.Array(elements);
    }

    private static byte[] bytes(ByteBuf out) {
        byte[] bytes = new byte[out.readableBytes()];
        out.getBytes(out.readerIndex(), bytes);
        return bytes;
    }

    @Test
    void theLargestMessageFitsABufferBesideTheLongestPattern() {
        int payload = Frames.MESSAGE_BYTES_MAX - 1;

        assertThat(Frames.fits(1, payload)).isTrue();
        assertThat(Frames.fits(2, payload)).isFalse();
        assertThat(Frames.fits(1 << 30, 1 << 30)).isFalse();
        assertThat(Frames.pmessageBytes(1 << 30, 1, payload)).isPositive();
    }
}
