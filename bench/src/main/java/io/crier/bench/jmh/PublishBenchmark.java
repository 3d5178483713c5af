package io.crier.bench.jmh;

import io.crier.server.broker.Batch;
import io.crier.server.broker.Broker;
import io.crier.server.broker.Interest;
import io.crier.server.delivery.BlockWriter;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.message.Message;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A burst of publishes that takes effect, and the one loop that listens emptying its inbox: the
 * broker's part of a message's way.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class PublishBenchmark {
    private static final int PAYLOAD_BYTES = 64;

    /** In all bursts together. */
    private static final int MESSAGES = 32_768;

    /** More than the broker remembers of those that nobody subscribes by name. */
    private static final int STRANGE_CHANNELS = 20_000;

    @Param({"1", "16", "256"})
    private int burst;

    @Param({"1", "1000"})
    private int channels;

    @Param({"NONE", "MISSING", "MATCHING"})
    private Patterns patterns;

    private Broker broker;
    private BlockWriter writer;
    private Message[][] toSubscribed;
    private Message[][] toStrangers;
    private int[] receivers;
    private int next;

    /** Who listens by patterns. */
    public enum Patterns {
        NONE,
        /** 10,000 that match none of the channels. */
        MISSING,
        /** The same, and one that matches all. */
        MATCHING
    }

    @Setup
    public void listen() {
        broker = new Broker(1);
        broker.attach(new IdleLoop(0), () -> {}, Long.MAX_VALUE);
        register(Kind.CHANNEL, Words.channels(channels));
        List<Bytes> held = new ArrayList<>();
        if (patterns != Patterns.NONE) {
            held.addAll(Words.patterns(10_000));
        }
        if (patterns == Patterns.MATCHING) {
            held.add(Bytes.of("alliance:*"));
        }
        register(Kind.PATTERN, held);
        writer = new BlockWriter(UnpooledByteBufAllocator.DEFAULT);
        receivers = new int[burst];
        toSubscribed = bursts(Words.channels(channels));
        toStrangers = bursts(Words.channels(STRANGE_CHANNELS));
    }

    private void register(Kind kind, List<Bytes> names) {
        List<Interest> held = new ArrayList<>();
        broker.done(0, broker.register(kind, names, 0, held));
    }

    private Message[][] bursts(List<Bytes> names) {
        int[] drawn = Words.drawn(MESSAGES, names.size());
        Message[][] bursts = new Message[MESSAGES / burst][];
        for (int i = 0; i < bursts.length; i++) {
            List<Bytes> channelsOfBurst = new ArrayList<>();
            for (int k = 0; k < burst; k++) {
                channelsOfBurst.add(names.get(drawn[i * burst + k]));
            }
            bursts[i] = new OwnBurst(writer, channelsOfBurst, PAYLOAD_BYTES).stand();
        }
        return bursts;
    }

    @TearDown
    public void release() {
        writer.close();
    }

    @Benchmark
    public void subscribed(Blackhole sink) {
        publish(toSubscribed, sink);
    }

    /** To channels that at most patterns reach, too many of them to be remembered. */
    @Benchmark
    public void strange(Blackhole sink) {
        publish(toStrangers, sink);
    }

    private void publish(Message[][] bursts, Blackhole sink) {
        broker.publish(bursts[next++ & (bursts.length - 1)], burst, receivers);
        sink.consume(receivers[burst - 1]);
        Batch batch = broker.take(0);
        sink.consume(batch.size());
        broker.done(0, batch);
    }
}
