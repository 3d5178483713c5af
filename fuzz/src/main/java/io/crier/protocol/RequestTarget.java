package io.crier.protocol;

import io.crier.fuzz.Expect;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.util.ByteProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The request decoder: however the bytes are cut, the same requests and the same end come out, with
 * linear work and memory. The first byte of an input says who sends it, the second how it is cut.
 */
public final class RequestTarget {
    private static final DecoderLimits TIGHT = new DecoderLimits(400, 64, 4, 120);
    private static final int WORK_PER_BYTE_MAX = 40;
    private static final int HELD_BYTES_LEAST = 16 * 1024;

    /**
     * What a stream was decoded to.
     *
     * @param end {@code INCOMPLETE}, {@code CROSS_PROTOCOL}, or the error's text
     */
    private record Decoded(List<List<String>> requests, String end, int leftover) {}

    private RequestTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        int length = input.length - 2;
        Decoded whole = decode(input, length, 0, false);
        Expect.same(whole, decode(input, 1, 0, false), "byte by byte");
        Expect.same(whole, decode(input, 1, 0, true), "byte by byte, moving");
        Expect.same(whole, decode(input, 0, input[1], true), "cut at random");
    }

    /**
     * @param piece bytes of each piece; 0 for pieces that {@code seed} decides
     */
    private static Decoded decode(byte[] input, int piece, int seed, boolean moving) {
        RequestDecoder decoder =
                new RequestDecoder((input[0] & 1) == 0 ? DecoderLimits.DEFAULT : TIGHT);
        decoder.authenticated((input[0] & 2) == 0);
        SplittableRandom random = new SplittableRandom(seed);
        List<List<String>> requests = new ArrayList<>();
        CountingBuf in = new CountingBuf(input.length);
        int at = 2;
        while (at < input.length) {
            int size = piece > 0 ? piece : random.nextInt(1, 16);
            int end = Math.min(input.length, at + size);
            in = moving ? in.moved(input.length) : in;
            in.writeBytes(input, at, end - at);
            at = end;
            String over = drain(decoder, in, requests);
            Expect.that(in.work <= (long) WORK_PER_BYTE_MAX * input.length, "work: " + in.work);
            Expect.that(
                    decoder.bytesHeld() <= HELD_BYTES_LEAST + 4L * input.length,
                    "memory: " + decoder.bytesHeld());
            if (over != null) {
                return new Decoded(requests, over, 0);
            }
            Expect.that(decoder.bytesWanted() > 0, "bytes wanted: " + decoder.bytesWanted());
        }
        return new Decoded(requests, "INCOMPLETE", in.readableBytes());
    }

    /** Null when more bytes are needed. */
    private static @Nullable String drain(
            RequestDecoder decoder, ByteBuf in, List<List<String>> requests) {
        while (true) {
            switch (decoder.decode(in)) {
                case REQUEST -> requests.add(arguments(decoder.request()));
                case INCOMPLETE -> {
                    return null;
                }
                case ERROR -> {
                    Expect.that(
                            decoder.error().startsWith("ERR Protocol error: "), decoder.error());
                    return decoder.error();
                }
                case CROSS_PROTOCOL -> {
                    return "CROSS_PROTOCOL";
                }
            }
        }
    }

    private static List<String> arguments(Request request) {
        Expect.that(request.count() > 0, "a request without a name");
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            arguments.add(request.text(i));
        }
        return arguments;
    }

    /** Counts the bytes that are looked at. */
    private static final class CountingBuf extends UnpooledHeapByteBuf {
        private long work;

        CountingBuf(int capacity) {
            super(UnpooledByteBufAllocator.DEFAULT, capacity, capacity);
        }

        /** The same bytes in another buffer, at another index. */
        CountingBuf moved(int capacity) {
            CountingBuf other = new CountingBuf(capacity + 3);
            other.writeZero(readableBytes() % 3).skipBytes(readableBytes() % 3);
            other.writeBytes(Unpooled.wrappedBuffer(array(), readerIndex(), readableBytes()));
            other.work = work;
            return other;
        }

        @Override
        public byte getByte(int index) {
            work++;
            return super.getByte(index);
        }

        @Override
        public long getLongLE(int index) {
            work += Long.BYTES;
            return super.getLongLE(index);
        }

        @Override
        public int forEachByte(int index, int length, ByteProcessor processor) {
            return super.forEachByte(
                    index,
                    length,
                    value -> {
                        work++;
                        return processor.process(value);
                    });
        }
    }
}
