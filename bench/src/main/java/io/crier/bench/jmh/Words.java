package io.crier.bench.jmh;

import io.crier.server.message.Bytes;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Names, patterns and payloads as a chat with alliances has them; the same in each run. */
public final class Words {
    private static final long SEED = 42;

    private Words() {}

    /** The name of one of many channels. */
    public static Bytes channel(int number) {
        return Bytes.of("alliance:" + number + ":chat");
    }

    /** The first {@code count} channels. */
    public static List<Bytes> channels(int count) {
        return IntStream.range(0, count).mapToObj(Words::channel).toList();
    }

    /**
     * Different patterns of three shapes in turn: known at the front, at both ends, and inside.
     * None matches a {@link #channel}.
     */
    public static List<Bytes> patterns(int count) {
        return IntStream.range(0, count)
                .mapToObj(number ->
                        switch (number % 3) {
                            case 0 -> "player:" + number + ":*";
                            case 1 -> "region:*:trade:" + number;
                            default -> "*:whisper:" + number + ":*";
                        })
                .map(Bytes::of)
                .toList();
    }

    /** Printable bytes without blanks and quotes, so that they can stand in an inline request. */
    public static byte[] payload(int size) {
        SplittableRandom dice = new SplittableRandom(SEED);
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) dice.nextInt('a', 'z' + 1);
        }
        return bytes;
    }

    /** The numbers 0 to before {@code bound}, {@code count} of them, each about as often. */
    public static int[] drawn(int count, int bound) {
        SplittableRandom dice = new SplittableRandom(SEED);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = dice.nextInt(bound);
        }
        return numbers;
    }

    /** Appends a PUBLISH as clients send it. */
    public static void request(ByteBuf out, Bytes channel, byte[] payload) {
        List<byte[]> words = new ArrayList<>();
        words.add("PUBLISH".getBytes(StandardCharsets.US_ASCII));
        words.add(channel.array());
        words.add(payload);
        line(out, "*" + words.size());
        for (byte[] word : words) {
            line(out, "$" + word.length);
            out.writeBytes(word);
            line(out, "");
        }
    }

    /** Appends a PUBLISH as a person types it. */
    public static void inline(ByteBuf out, Bytes channel, byte[] payload) {
        out.writeBytes("PUBLISH ".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(channel.array());
        out.writeByte(' ');
        out.writeBytes(payload);
        line(out, "");
    }

    private static void line(ByteBuf out, String text) {
        out.writeBytes((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
