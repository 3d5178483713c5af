package io.crier.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.util.ByteProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the bytes are cut, the same requests and the same error come out. */
final class SplitEquivalenceTest {
    private static final DecoderLimits TIGHT = new DecoderLimits(400, 64, 4, 120);

    private static final String SESSION =
            String.join(
                    "",
                    "*3\r\n$7\r\nPUBLISH\r\n$2\r\nch\r\n$12\r\nhello world!\r\n",
                    "\r\n*0\r\n*-1\r\n",
                    "ECHO \"a b\\x41\" 'c'\r\n",
                    "*2\r\n$0\r\n\r\n$1\r\n*\r\n",
                    "PING\n",
                    "*1\r\nx4\r\n");

    static IntStream seeds() {
        return IntStream.range(0, 400);
    }

    @Test
    void aSessionCutAnywhereInTwoIsTheSame() {
        Decoded whole = Decoded.whole(SESSION);
        byte[] stream = Decoded.bytes(SESSION);

        assertThat(whole.requests()).hasSize(4);
        assertThat(whole.end()).isEqualTo("ERR Protocol error: expected '$', got 'x'");
        for (int at = 0; at <= stream.length; at++) {
            for (boolean moving : new boolean[] {false, true}) {
                RequestDecoder decoder = Decoded.authenticated(DecoderLimits.DEFAULT);
                assertThat(Decoded.pieces(decoder, Decoded.cut(stream, at), moving))
                        .as("cut at %d, moving %s", at, moving)
                        .isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aRandomPipelineIsTheSameHoweverItIsCut(int seed) {
        Random random = new Random(seed);
        byte[] stream = Decoded.bytes(pipeline(random));
        boolean authenticated = random.nextBoolean();

        Decoded whole = decode(List.of(stream), authenticated, false);

        assertThat(decode(Decoded.byteByByte(stream), authenticated, false)).isEqualTo(whole);
        assertThat(decode(Decoded.byteByByte(stream), authenticated, true)).isEqualTo(whole);
        for (int i = 0; i < 4; i++) {
            List<byte[]> pieces = split(stream, random);
            assertThat(decode(pieces, authenticated, random.nextBoolean())).isEqualTo(whole);
        }
    }

    @Test
    void everyEndIsReachedByTheRandomPipelines() {
        List<String> ends =
                seeds().mapToObj(seed -> pipeline(new Random(seed)))
                        .map(text -> decode(List.of(Decoded.bytes(text)), false, false).end())
                        .distinct()
                        .toList();

        assertThat(ends)
                .contains(
                        "INCOMPLETE",
                        "CROSS_PROTOCOL",
                        "ERR Protocol error: too big inline request",
                        "ERR Protocol error: too big mbulk count string",
                        "ERR Protocol error: too big bulk count string",
                        "ERR Protocol error: unbalanced quotes in request",
                        "ERR Protocol error: invalid multibulk length",
                        "ERR Protocol error: invalid bulk length",
                        "ERR Protocol error: unauthenticated multibulk length",
                        "ERR Protocol error: unauthenticated bulk length",
                        "ERR Protocol error: expected '$', got 'x'");
    }

    @Test
    void aMillionArgumentsByteByByteCostLinearWork() {
        int count = 1_000_000;
        byte[] stream = Decoded.bytes("*" + count + "\r\n" + "$2\r\nab\r\n".repeat(count));

        long bytesRead = bytesReadByteByByte(stream, count);

        assertThat(bytesRead).isLessThan(40L * stream.length);
    }

    @Test
    void aLongLineByteByByteCostsLinearWork() {
        byte[] stream = Decoded.bytes("a ".repeat(32_000) + "\r\n");

        long bytesRead = bytesReadByteByByte(stream, 32_000);

        assertThat(bytesRead).isLessThan(40L * stream.length);
    }

    private static long bytesReadByteByByte(byte[] stream, int count) {
        CountingBuf in = new CountingBuf(stream.length);
        RequestDecoder decoder = Decoded.authenticated(DecoderLimits.DEFAULT);
        RequestDecoder.Outcome outcome = RequestDecoder.Outcome.INCOMPLETE;
        for (byte one : stream) {
            in.writeByte(one);
            outcome = decoder.decode(in);
        }
        assertThat(outcome).isEqualTo(RequestDecoder.Outcome.REQUEST);
        assertThat(decoder.request().count()).isEqualTo(count);
        in.release();
        return in.bytesRead;
    }

    private static Decoded decode(List<byte[]> pieces, boolean authenticated, boolean moving) {
        RequestDecoder decoder = new RequestDecoder(TIGHT);
        decoder.authenticated(authenticated);
        return Decoded.pieces(decoder, pieces, moving);
    }

    private static List<byte[]> split(byte[] stream, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int longest = 1 + random.nextInt(40);
        for (int at = 0; at < stream.length; ) {
            int end = Math.min(stream.length, at + 1 + random.nextInt(longest));
            pieces.add(Arrays.copyOfRange(stream, at, end));
            at = end;
        }
        return pieces;
    }

    private static String pipeline(Random random) {
        StringBuilder text = new StringBuilder();
        int requests = random.nextInt(12);
        for (int i = 0; i < requests; i++) {
            text.append(random.nextInt(12) == 0 ? oddity(random) : request(random));
        }
        return text.toString();
    }

    private static String request(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextBoolean() ? "*0\r\n" : "\r\n";
            case 1 -> "ECHO " + word(random, 20) + " \"a\\x4" + random.nextInt(10) + " b\"\r\n";
            case 2 -> "PING " + word(random, 57) + "\n";
            default -> multibulk(random);
        };
    }

    private static String multibulk(Random random) {
        int count = 1 + random.nextInt(4);
        StringBuilder text = new StringBuilder("*" + count + "\r\n");
        for (int i = 0; i < count; i++) {
            StringBuilder argument = new StringBuilder();
            int length = random.nextInt(random.nextInt(5) == 0 ? 121 : 12);
            for (int j = 0; j < length; j++) {
                argument.append((char) random.nextInt(256));
            }
            text.append("$" + length + "\r\n" + argument + "\r\n");
        }
        return text.toString();
    }

    private static String oddity(Random random) {
        return switch (random.nextInt(13)) {
            case 0 -> "*" + "1".repeat(55 + random.nextInt(20)) + "\r\n";
            case 1 -> "*1\r\n$" + "1".repeat(55 + random.nextInt(20)) + "\r\n";
            case 2 -> "x".repeat(55 + random.nextInt(20)) + "\n";
            case 3 -> "ECHO 'a" + word(random, 5) + "\r\n";
            case 4 -> "*" + (3 + random.nextInt(4)) + "\r\n";
            case 5 -> "*1\r\n$" + (90 + random.nextInt(400)) + "\r\n";
            case 6 -> "*1\r\nx" + word(random, 9) + "\r\n";
            case 7 -> "*0" + random.nextInt(3) + "\r\n";
            case 8 -> "*2\r\n$-" + random.nextInt(3) + "\r\n";
            case 9 -> "PI\0NG" + word(random, 50) + "\r\n";
            case 10 -> "*1\r\n$\0" + word(random, 50) + "\r\n";
            case 11 -> "post " + word(random, 5) + "\r\n";
            default -> "*1\rx$4\ryPINGzz";
        };
    }

    private static String word(Random random, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    /** Counts the bytes that are looked at. */
    private static final class CountingBuf extends UnpooledHeapByteBuf {
        private static final ByteBufAllocator HEAP = UnpooledByteBufAllocator.DEFAULT;
        private long bytesRead;

        CountingBuf(int capacity) {
            super(HEAP, capacity, capacity);
        }

        @Override
        public byte getByte(int index) {
            bytesRead++;
            return super.getByte(index);
        }

        @Override
        public long getLongLE(int index) {
            bytesRead += Long.BYTES;
            return super.getLongLE(index);
        }

        @Override
        public int forEachByte(int index, int length, ByteProcessor processor) {
            return super.forEachByte(
                    index,
                    length,
                    value -> {
                        bytesRead++;
                        return processor.process(value);
                    });
        }

        @Override
        public ByteBuf readSlice(int length) {
            throw new AssertionError("no slices on the hot path");
        }
    }
}
