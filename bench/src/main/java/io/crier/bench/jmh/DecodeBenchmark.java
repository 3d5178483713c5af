package io.crier.bench.jmh;

import io.crier.protocol.DecoderLimits;
import io.crier.protocol.Request;
import io.crier.protocol.RequestDecoder;
import io.crier.protocol.RequestDecoder.Outcome;
import io.crier.server.message.Bytes;
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
import org.openjdk.jmh.infra.Blackhole;

/** One request out of a read that brought many PUBLISH: what it costs to find it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // set up before each trial
public class DecodeBenchmark {
    private static final int REQUESTS = 64;
    private static final int CHANNELS = 50;

    @Param({"16", "64", "1024"})
    private int size;

    private RequestDecoder decoder;
    private ByteBuf requests;
    private ByteBuf lines;

    @Setup
    public void read() {
        decoder = new RequestDecoder(DecoderLimits.DEFAULT);
        decoder.authenticated(true);
        requests = UnpooledByteBufAllocator.DEFAULT.directBuffer();
        lines = UnpooledByteBufAllocator.DEFAULT.directBuffer();
        byte[] payload = Words.payload(size);
        for (int number : Words.drawn(REQUESTS, CHANNELS)) {
            Bytes channel = Words.channel(number);
            Words.request(requests, channel, payload);
            Words.inline(lines, channel, payload);
        }
    }

    @TearDown
    public void release() {
        requests.release();
        lines.release();
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void pipelined(Blackhole sink) {
        decodeAll(requests, sink);
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void inline(Blackhole sink) {
        decodeAll(lines, sink);
    }

    private void decodeAll(ByteBuf in, Blackhole sink) {
        in.readerIndex(0);
        for (int i = 0; i < REQUESTS; i++) {
            if (decoder.decode(in) != Outcome.REQUEST) {
                throw new IllegalStateException("not a request: " + i);
            }
            Request request = decoder.request();
            sink.consume(request.offset(1) + request.length(1));
            sink.consume(request.offset(2) + request.length(2));
        }
    }
}
