package io.crier.server.session;

import io.crier.bench.jmh.BenchNode;
import io.crier.bench.jmh.Words;
import io.crier.server.message.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A PUBLISH that joins a burst: its channel's name looked up, its frame encoded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class GatherBenchmark {
    private static final int MESSAGES = 64;
    private static final int CHANNELS = 50;

    @Param({"16", "64", "1024"})
    private int size;

    private BenchNode node;
    private Burst gathered;
    private ByteBuf read;
    private int[] channelAt;
    private int[] channelLength;
    private int[] payloadAt;

    @Setup
    public void read() {
        node = new BenchNode(UnpooledByteBufAllocator.DEFAULT);
        gathered = new Burst(node.broker(), node.delivery().writer());
        read = UnpooledByteBufAllocator.DEFAULT.directBuffer();
        channelAt = new int[MESSAGES];
        channelLength = new int[MESSAGES];
        payloadAt = new int[MESSAGES];
        int[] drawn = Words.drawn(MESSAGES, CHANNELS);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] channel = Words.channel(drawn[i]).array();
            channelAt[i] = read.writerIndex();
            channelLength[i] = channel.length;
            read.writeBytes(channel);
            payloadAt[i] = read.writerIndex();
            read.writeBytes(Words.payload(size));
        }
    }

    @TearDown
    public void close() {
        read.release();
        node.close();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int join() {
        for (int i = 0; i < MESSAGES; i++) {
            gathered.add(
                    Kind.CHANNEL, read, channelAt[i], channelLength[i], payloadAt[i], size, null);
        }
        int count = gathered.count();
        gathered.drop();
        return count;
    }
}
