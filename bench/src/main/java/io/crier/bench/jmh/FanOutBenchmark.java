package io.crier.bench.jmh;

import io.crier.protocol.Dialect;
import io.crier.server.message.Bytes;
import io.crier.server.message.Kind;
import io.crier.server.session.Session;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Collections;
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
 * A burst of one channel published, handed to all its subscribers' outboxes, and flushed: the
 * loop's part of a message's way, with sockets that cost nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class FanOutBenchmark {
    private static final int PAYLOAD_BYTES = 64;

    @Param({"1", "100", "1000"})
    private int subscribers;

    @Param({"1", "16", "256"})
    private int burst;

    @Param({"RESP2", "RESP3", "PATTERN"})
    private Audience audience;

    private Scene scene;

    /** What frames the subscribers get. */
    public enum Audience {
        RESP2,
        RESP3,
        /** They subscribed to a pattern, and get pmessage frames. */
        PATTERN
    }

    /** Subscribers of one channel, and a burst to it that stands in their loop's block. */
    static final class Scene implements AutoCloseable {
        private final BenchNode node;
        private final OwnBurst messages;
        private final int[] receivers;

        Scene(Audience audience, int subscribers, int burst, ByteBufAllocator allocator) {
            node = new BenchNode(allocator);
            Bytes channel = Words.channel(17);
            Dialect dialect = audience == Audience.RESP3 ? Dialect.RESP3 : Dialect.RESP2;
            for (int i = 0; i < subscribers; i++) {
                Session session = node.connect(dialect);
                if (audience == Audience.PATTERN) {
                    session.subscribe(Kind.PATTERN, List.of(Bytes.of("alliance:*")));
                } else {
                    session.subscribe(Kind.CHANNEL, List.of(channel));
                }
                session.reply().take();
            }
            messages =
                    new OwnBurst(
                            node.delivery().writer(),
                            Collections.nCopies(burst, channel),
                            PAYLOAD_BYTES);
            receivers = new int[burst];
        }

        /** Publishes and delivers it; answers how many bytes have been sent up to now. */
        long turn() {
            node.broker().publish(messages.stand(), receivers.length, receivers);
            node.loop().runAll();
            return node.wire().taken();
        }

        @Override
        public void close() {
            node.close();
        }
    }

    @Setup
    public void open() {
        scene = new Scene(audience, subscribers, burst, UnpooledByteBufAllocator.DEFAULT);
    }

    @TearDown
    public void close() {
        scene.close();
    }

    @Benchmark
    public long deliver() {
        return scene.turn();
    }
}
