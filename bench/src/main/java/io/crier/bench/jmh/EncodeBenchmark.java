package io.crier.bench.jmh;

import io.crier.protocol.Confirmation;
import io.crier.protocol.Dialect;
import io.crier.protocol.Frames;
import io.crier.protocol.RespWriter;
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

/** One frame or reply, written into a buffer that has room. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class EncodeBenchmark {
    private static final int REPLIES = 64;
    private static final int RECEIVERS_MAX = 2_000;

    @Param({"16", "64", "1024"})
    private int size;

    private final byte[] channel = Words.channel(17).array();
    private final byte[] pattern = Words.patterns(1).getFirst().array();
    private final int[] receivers = Words.drawn(REPLIES, RECEIVERS_MAX);
    private final RespWriter writer = new RespWriter();
    private ByteBuf payload;
    private ByteBuf out;
    private ByteBuf replies;

    @Setup
    public void room() {
        payload = UnpooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(Words.payload(size));
        out = UnpooledByteBufAllocator.DEFAULT.directBuffer(16 * 1024);
        replies = UnpooledByteBufAllocator.DEFAULT.heapBuffer(1024);
    }

    @TearDown
    public void release() {
        payload.release();
        out.release();
        replies.release();
    }

    @Benchmark
    public int message() {
        out.clear();
        return Frames.message(out, Dialect.RESP2, channel, payload, 0, size);
    }

    @Benchmark
    public int pmessage() {
        out.clear();
        return Frames.pmessage(out, Dialect.RESP3, pattern, channel, payload, 0, size);
    }

    @Benchmark
    public ByteBuf confirmation() {
        out.clear();
        Frames.confirmation(out, Dialect.RESP2, Confirmation.SUBSCRIBE, channel, 1);
        return out;
    }

    /** The reply to one PUBLISH of a burst. */
    @Benchmark
    @OperationsPerInvocation(REPLIES)
    public ByteBuf integer() {
        replies.clear();
        writer.to(replies, Dialect.RESP2);
        for (int count : receivers) {
            writer.integer(count);
        }
        return replies;
    }
}
