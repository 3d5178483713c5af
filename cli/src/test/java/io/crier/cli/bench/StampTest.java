package io.crier.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StampTest {
    private static final long[] TIMES = {0, 1, -1, 0x123456789ABCDEFL, Long.MIN_VALUE};
    private static final int[] NUMBERS = {0, 1, 9_999, 0xFEDCBA98, Integer.MAX_VALUE};

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(Stamp stamp) {
        for (long due : TIMES) {
            for (int number : NUMBERS) {
                ByteBuffer in = written(stamp, due, number, ~number);

                assertThat(in.limit()).isEqualTo(1 + stamp.bytes());
                assertThat(stamp.due(in, 1)).isEqualTo(due);
                assertThat(stamp.publisher(in, 1)).isEqualTo(number);
                assertThat(stamp.sequence(in, 1)).isEqualTo(~number);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 0x123456789ABCDEFL})
    void aTextHasLettersThatJsonTakesAsTheyAre(long due) {
        ByteBuffer in = written(Stamp.TEXT, due, -1, 0);

        assertThat(StandardCharsets.US_ASCII.decode(in.position(1)).toString())
                .matches("[@A-O]{32}");
    }

    /** Behind one other byte. */
    private static ByteBuffer written(Stamp stamp, long due, int publisher, int sequence) {
        ByteBuf out = Unpooled.buffer().writeByte(0);
        stamp.write(out, due, publisher, sequence);
        return ByteBuffer.wrap(out.array(), 0, out.writerIndex()).order(ByteOrder.LITTLE_ENDIAN);
    }
}
