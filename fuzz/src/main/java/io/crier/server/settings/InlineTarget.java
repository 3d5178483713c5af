package io.crier.server.settings;

import io.crier.fuzz.Expect;
import io.crier.protocol.DecoderLimits;
import io.crier.protocol.Request;
import io.crier.protocol.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Inline requests: the decoder reads a line as the reader of configuration files does, which shares
 * no code with it, and what {@link Words} quotes comes back as it was.
 */
public final class InlineTarget {
    private InlineTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String line = RawText.of(input);
        if (line.isEmpty() || line.startsWith("*") || line.matches("(?s).*[\0\n].*")) {
            return;
        }
        List<String> words = Words.split(line);
        Expect.same(words, decoded(line), "the words of a line");
        if (words != null && !words.isEmpty()) {
            List<String> quoted = words.stream().map(Words::quoteIfNeeded).toList();
            Expect.same(words, Words.split(String.join(" ", quoted)), "the words, quoted");
        }
    }

    /** The arguments of an inline request; null where its quotes do not balance. */
    private static @Nullable List<String> decoded(String line) {
        RequestDecoder decoder = new RequestDecoder(DecoderLimits.DEFAULT);
        ByteBuf in = Unpooled.buffer().writeBytes(RawText.bytes(line + "\n").array());
        return switch (decoder.decode(in)) {
            case REQUEST, CROSS_PROTOCOL -> arguments(decoder.request());
            case INCOMPLETE -> List.of();
            case ERROR -> null;
        };
    }

    private static List<String> arguments(Request request) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            arguments.add(request.text(i));
        }
        return arguments;
    }
}
