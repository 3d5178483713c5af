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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Loops that publish at once and empty their own inboxes between: how many bursts per second the
 * broker's one lock lets through. With one thread, what a burst of many messages costs more than
 * one of a single message is the time for which they hold the lock.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class LockBenchmark {
    private static final int LOOPS_MAX = 4;
    private static final int CHANNELS = 50;
    private static final int PAYLOAD_BYTES = 64;
    private static final long INBOX_BYTES_MAX = 4 << 20;

    /** Who listens to what the loops publish. */
    public enum Listeners {
        NOBODY,
        /** Each loop has a subscriber of every channel. */
        EVERY_LOOP
    }

    /** The broker of all threads. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up before each trial
    public static class Shared {
        @Param({"NOBODY", "EVERY_LOOP"})
        private Listeners listeners;

        private Broker broker;
        private int loops;

        /** The loops are as many as the threads. */
        @Setup
        public void attach(BenchmarkParams params) {
            loops = params.getThreads();
            broker = new Broker(loops);
            for (int i = 0; i < loops; i++) {
                broker.attach(new IdleLoop(i), () -> {}, INBOX_BYTES_MAX);
                if (listeners == Listeners.EVERY_LOOP) {
                    List<Interest> held = new ArrayList<>();
                    List<Bytes> channels = Words.channels(CHANNELS);
                    broker.done(i, broker.register(Kind.CHANNEL, channels, i, held));
                }
            }
        }

        /** Lets go of what the last turns left in the inboxes. */
        @TearDown
        public void empty() {
            for (int i = 0; i < loops; i++) {
                broker.done(i, broker.take(i));
            }
        }
    }

    /** One loop that publishes. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // set up before each trial
    public static class Publisher {
        @Param({"1", "16", "256"})
        private int burst;

        private final BlockWriter writer = new BlockWriter(UnpooledByteBufAllocator.DEFAULT);
        private int loop;
        private Message[] messages;
        private int[] receivers;

        @Setup
        public void encode(ThreadParams thread) {
            loop = thread.getThreadIndex();
            List<Bytes> channels = new ArrayList<>();
            for (int number : Words.drawn(burst, CHANNELS)) {
                channels.add(Words.channel(number));
            }
            messages = new OwnBurst(writer, channels, PAYLOAD_BYTES).stand();
            receivers = new int[burst];
        }

        @TearDown
        public void release() {
            writer.close();
        }

        /** As a loop does: a publisher that filled an inbox lets its loop go on. */
        @SuppressWarnings("ThreadPriorityCheck") // there may be fewer processors than loops
        int turn(Broker broker) {
            int full = broker.publish(messages, burst, receivers);
            Batch batch = broker.take(loop);
            int taken = batch.size();
            broker.done(loop, batch);
            if (full >= 0) {
                Thread.yield();
            }
            return taken + receivers[burst - 1];
        }
    }

    @Benchmark
    @Threads(1)
    public int threads1(Shared shared, Publisher publisher) {
        return publisher.turn(shared.broker);
    }

    @Benchmark
    @Threads(2)
    public int threads2(Shared shared, Publisher publisher) {
        return publisher.turn(shared.broker);
    }

    @Benchmark
    @Threads(3)
    public int threads3(Shared shared, Publisher publisher) {
        return publisher.turn(shared.broker);
    }

    @Benchmark
    @Threads(LOOPS_MAX)
    public int threads4(Shared shared, Publisher publisher) {
        return publisher.turn(shared.broker);
    }
}
