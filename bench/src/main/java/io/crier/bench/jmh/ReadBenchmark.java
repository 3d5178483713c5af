package io.crier.bench.jmh;

import io.crier.protocol.Dialect;
import io.crier.server.command.Conversation;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.Session;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
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

/**
 * The whole way of what one read brought: decoded, checked, published, delivered to every
 * subscriber, answered and flushed, with sockets that cost nothing. What a server costs beside the
 * kernel.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReadBenchmark {
    private static final int PAYLOAD_BYTES = 64;

    /**
     * Enough to reach all of many channels, some more often than others; a multiple of each burst.
     */
    private static final int REQUESTS = 4096;

    /** What allows to publish to the channels here, behind some that do not. */
    static final List<String> SOME_CHANNELS =
            List.of("resetchannels", "&news", "&staff:*", "&*:trade", "&alliance:*:chat");

    /** Subscribers, and one client that publishes to them. */
    static final class Scene implements AutoCloseable {
        private final BenchNode node;
        private final Conversation publisher;
        private final List<ByteBuf> reads = new ArrayList<>();
        private int next;

        /**
         * @param channels to which the client publishes in no order, each as often
         * @param subscribers of each channel
         * @param burst requests in each read
         * @param rules of the client, besides that it may do everything
         */
        Scene(
                int channels,
                int subscribers,
                int burst,
                List<String> rules,
                ByteBufAllocator allocator) {
            node = new BenchNode(allocator);
            node.rule(rules);
            for (Bytes channel : Words.channels(channels)) {
                for (int i = 0; i < subscribers; i++) {
                    Session session = node.connect(Dialect.RESP2);
                    session.subscribe(Kind.CHANNEL, List.of(channel));
                    session.reply().take();
                }
            }
            publisher = node.open(node.connect(Dialect.RESP2));
            byte[] payload = Words.payload(PAYLOAD_BYTES);
            int[] drawn = Words.drawn(channels == 1 ? burst : REQUESTS, channels);
            for (int i = 0; i < drawn.length; i += burst) {
                ByteBuf read = allocator.directBuffer();
                for (int k = 0; k < burst; k++) {
                    Words.request(read, Words.channel(drawn[i + k]), payload);
                }
                reads.add(read);
            }
        }

        /** One turn of the loop; answers how many bytes have been sent up to now. */
        long turn() {
            ByteBuf read = reads.get(next);
            next = next + 1 == reads.size() ? 0 : next + 1;
            read.readerIndex(0);
            publisher.receive(read.retain());
            node.loop().runAll();
            return node.wire().taken();
        }

        @Override
        public void close() {
            reads.forEach(ByteBuf::release);
            node.close();
        }
    }

    /** Subscribers of the same channel. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // set up before each trial
    public static class OneChannel {
        @Param({"1", "100", "1000"})
        private int subscribers;

        @Param({"1", "16", "256"})
        private int burst;

        private Scene scene;

        @Setup
        public void open() {
            scene = new Scene(1, subscribers, burst, List.of(), UnpooledByteBufAllocator.DEFAULT);
        }

        @TearDown
        public void close() {
            scene.close();
        }
    }

    /** A thousand channels with one subscriber each. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // set up before each trial
    public static class ManyChannels {
        private static final int CHANNELS = 1_000;

        @Param({"1", "16", "256"})
        private int burst;

        private Scene scene;

        @Setup
        public void open() {
            scene = new Scene(CHANNELS, 1, burst, List.of(), UnpooledByteBufAllocator.DEFAULT);
        }

        @TearDown
        public void close() {
            scene.close();
        }
    }

    /** The same, published to by a user who may publish to some channels. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // set up before each trial
    public static class SomeChannels {
        @Param({"1", "16", "256"})
        private int burst;

        private Scene scene;

        @Setup
        public void open() {
            scene =
                    new Scene(
                            ManyChannels.CHANNELS,
                            1,
                            burst,
                            SOME_CHANNELS,
                            UnpooledByteBufAllocator.DEFAULT);
        }

        @TearDown
        public void close() {
            scene.close();
        }
    }

    @Benchmark
    public long someChannels(SomeChannels state) {
        return state.scene.turn();
    }

    @Benchmark
    public long oneChannel(OneChannel state) {
        return state.scene.turn();
    }

    @Benchmark
    public long manyChannels(ManyChannels state) {
        return state.scene.turn();
    }
}
