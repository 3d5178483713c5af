package io.crier.server.delivery;

import io.crier.bench.jmh.BenchNode;
import io.crier.bench.jmh.Words;
import io.netty.buffer.UnpooledByteBufAllocator;
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

/** One outbox that gets a burst and writes it to a socket that takes everything. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class FlushBenchmark {
    private static final int FRAME_BYTES = 112;

    /** Frames that wait. */
    @Param({"1", "16", "256"})
    private int burst;

    private BenchNode node;
    private Outbox outbox;
    private Lease lease;

    @Setup
    public void block() {
        node = new BenchNode(UnpooledByteBufAllocator.DEFAULT);
        outbox = new Outbox(node.delivery(), node.wire());
        lease = node.delivery().writer().leaseWithRoom(2 * FRAME_BYTES * burst);
        lease.retain();
        lease.block.writeBytes(Words.payload(2 * FRAME_BYTES * burst));
    }

    @TearDown
    public void close() {
        lease.release();
        node.close();
    }

    /** All in one piece: written as it stands. */
    @Benchmark
    public long oneRun() {
        return write(FRAME_BYTES);
    }

    /** Many tiny runs: copied together. */
    @Benchmark
    public long gathered() {
        return write(2 * FRAME_BYTES);
    }

    private long write(int stride) {
        for (int i = 0; i < burst; i++) {
            outbox.append(lease, i * stride, i * stride + FRAME_BYTES);
        }
        node.loop().runAll();
        return node.wire().taken();
    }
}
