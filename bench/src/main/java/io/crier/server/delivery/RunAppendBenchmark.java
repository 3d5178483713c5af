package io.crier.server.delivery;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What one message costs in one subscriber's queue: added, and forgotten when written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class RunAppendBenchmark {
    private static final int FRAMES = 64;
    private static final int FRAME_BYTES = 112;

    private final RunQueue queue = new RunQueue();
    private BlockWriter writer;
    private Lease lease;

    @Setup
    public void block() {
        writer = new BlockWriter(UnpooledByteBufAllocator.DEFAULT);
        lease = writer.leaseWithRoom(1);
    }

    @TearDown
    public void release() {
        queue.clear();
        writer.close();
    }

    /** Frames that follow each other are one run. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long following() {
        return addAll(FRAME_BYTES);
    }

    /** Each frame is a run of its own, since others stand between. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long scattered() {
        return addAll(2 * FRAME_BYTES);
    }

    private long addAll(int stride) {
        for (int i = 0; i < FRAMES; i++) {
            queue.add(lease, i * stride, i * stride + FRAME_BYTES);
        }
        long bytes = queue.bytes();
        queue.consume(bytes);
        return bytes;
    }
}
