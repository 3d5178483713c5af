package io.crier.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a decoder made of a stream of bytes.
 *
 * @param requests the arguments of each request, one character per byte
 * @param end how it ended: {@code INCOMPLETE}, {@code CROSS_PROTOCOL}, or the error's text
 * @param leftover bytes left over for an unfinished request
 * @param wireBytes the sizes of the requests together
 */
record Decoded(List<List<String>> requests, String end, int leftover, long wireBytes) {
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static Decoded whole(String... parts) {
        byte[] stream = bytes(String.join("", parts));
        return pieces(authenticated(DecoderLimits.DEFAULT), List.of(stream), false);
    }

    static Decoded unauthenticated(String text) {
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
        return pieces(decoder, List.of(bytes(text)), false);
    }

    static RequestDecoder authenticated(DecoderLimits limits) {
        RequestDecoder decoder = new RequestDecoder(limits);
        decoder.authenticated(true);
        return decoder;
    }

    static List<byte[]> byteByByte(byte[] stream) {
        List<byte[]> pieces = new ArrayList<>();
        for (byte one : stream) {
            pieces.add(new byte[] {one});
        }
        return pieces;
    }

    static List<byte[]> cut(byte[] stream, int at) {
        return List.of(
                Arrays.copyOfRange(stream, 0, at), Arrays.copyOfRange(stream, at, stream.length));
    }

    /**
     * Decodes {@code pieces} as they arrive.
     *
     * @param moving whether the unread bytes move to another buffer and index before each piece
     */
    static Decoded pieces(RequestDecoder decoder, List<byte[]> pieces, boolean moving) {
        List<List<String>> requests = new ArrayList<>();
        long wireBytes = 0;
        ByteBuf in = pieces.size() <= 2 ? Unpooled.directBuffer() : Unpooled.buffer();
        try {
            for (byte[] piece : pieces) {
                if (moving) {
                    in = moved(in);
                }
                in.writeBytes(piece);
                RequestDecoder.Outcome outcome = decoder.decode(in);
                while (outcome == RequestDecoder.Outcome.REQUEST) {
                    requests.add(arguments(decoder.request()));
                    wireBytes += decoder.request().wireBytes();
                    outcome = decoder.decode(in);
                }
                switch (outcome) {
                    case INCOMPLETE, REQUEST -> {}
                    case ERROR -> {
                        return new Decoded(requests, decoder.error(), 0, wireBytes);
                    }
                    case CROSS_PROTOCOL -> {
                        return new Decoded(requests, "CROSS_PROTOCOL", 0, wireBytes);
                    }
                }
            }
            return new Decoded(requests, "INCOMPLETE", in.readableBytes(), wireBytes);
        } finally {
            in.release();
        }
    }

    static List<String> arguments(Request request) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            arguments.add(request.text(i));
        }
        return arguments;
    }

    /** Heap memory, where paranoid leak detection does not record every access. */
    private static ByteBuf moved(ByteBuf in) {
        int gap = in.readableBytes() % 3;
        ByteBuf other = Unpooled.buffer(gap + in.readableBytes() + 16);
        other.writeZero(gap).skipBytes(gap);
        other.writeBytes(in);
        in.release();
        return other;
    }
}
