package io.crier.server.broker;

import io.crier.bench.jmh.Words;
import io.crier.server.message.Bytes;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Finding the patterns that match a channel. The broker remembers what it found, so this is the
 * cost of the first publish to a channel after patterns or channels changed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class PatternMatchBenchmark {
    private static final int CHANNELS = 1024;

    @Param({"0", "10000", "100000"})
    private int patternCount;

    private final PatternIndex<Integer> index = new PatternIndex<>();
    private final ArrayList<Integer> found = new ArrayList<>();
    private Bytes[] matched;
    private Bytes[] missed;
    private int next;

    @Setup
    public void subscribe() {
        for (Bytes pattern : Words.patterns(patternCount)) {
            index.put(pattern, index.size());
        }
        matched = new Bytes[CHANNELS];
        missed = new Bytes[CHANNELS];
        int[] drawn = Words.drawn(CHANNELS, Math.max(1, patternCount));
        for (int i = 0; i < CHANNELS; i++) {
            matched[i] = matchedBy(drawn[i]);
            missed[i] = Words.channel(i);
        }
    }

    /** A channel that the pattern with this number matches. */
    private static Bytes matchedBy(int number) {
        return Bytes.of(
                switch (number % 3) {
                    case 0 -> "player:" + number + ":mail";
                    case 1 -> "region:north:trade:" + number;
                    default -> "alliance:whisper:" + number + ":chat";
                });
    }

    /** Channels that one pattern matches; with no patterns, none. */
    @Benchmark
    public int hit() {
        return match(matched);
    }

    /** Channels that no pattern matches. */
    @Benchmark
    public int miss() {
        return match(missed);
    }

    private int match(Bytes[] channels) {
        found.clear();
        index.match(channels[next++ & (CHANNELS - 1)], found);
        return found.size();
    }
}
