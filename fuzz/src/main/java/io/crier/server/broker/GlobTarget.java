package io.crier.server.broker;

import io.crier.fuzz.Expect;
import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Glob patterns: each decides as a slow oracle does, within its bound of work, and the index of
 * patterns finds exactly those that match. The first line of an input is a channel, the others are
 * patterns.
 */
public final class GlobTarget {
    private static final int BYTES_MAX = 4096;
    private static final int PATTERNS_MAX = 64;
    private static final int STEPS_PER_BYTE_MAX = 32;

    private GlobTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > BYTES_MAX) {
            return;
        }
        List<byte[]> lines = lines(input);
        byte[] channel = lines.getFirst();
        PatternIndex<Bytes> index = new PatternIndex<>();
        Set<Bytes> patterns = new LinkedHashSet<>();
        for (byte[] pattern : lines.subList(1, Math.min(lines.size(), PATTERNS_MAX))) {
            if (Glob.refusal(pattern, false) == null) {
                patterns.add(Bytes.own(pattern));
                index.put(Bytes.own(pattern), Bytes.own(pattern));
            }
        }
        List<Bytes> matching = new ArrayList<>();
        for (Bytes pattern : patterns) {
            if (decide(pattern, channel)) {
                matching.add(pattern);
            }
        }
        Expect.same(matching, found(index, channel), "what the index finds");
        for (Bytes pattern : patterns) {
            index.remove(pattern);
            matching.remove(pattern);
            Expect.same(matching, found(index, channel), "what is left without " + pattern);
        }
        Expect.same(0, index.nodeCount(), "nodes of an empty index");
    }

    private static boolean decide(Bytes pattern, byte[] channel) {
        boolean matches = SlowGlob.matches(pattern.array(), channel);
        Glob glob = Glob.compile(pattern);
        long steps = glob.run(channel, 0, channel.length);
        Expect.same(matches, steps >= 0, "whether " + pattern + " matches");
        Expect.that(
                Math.max(steps, ~steps) <= (long) STEPS_PER_BYTE_MAX * channel.length + 1,
                "steps of " + pattern + ": " + steps);
        return matches;
    }

    private static List<Bytes> found(PatternIndex<Bytes> index, byte[] channel) {
        List<Bytes> found = new ArrayList<>();
        index.match(Bytes.own(channel), found);
        return found;
    }

    private static List<byte[]> lines(byte[] input) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= input.length; at++) {
            if (at == input.length || input[at] == '\n') {
                lines.add(Arrays.copyOfRange(input, start, at));
                start = at + 1;
            }
        }
        return lines;
    }
}
