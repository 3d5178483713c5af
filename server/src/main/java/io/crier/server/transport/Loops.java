package io.crier.server.transport;

import io.crier.server.threading.Loop;
import io.crier.server.threading.Uninterruptibly;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The event loops of a server. */
public final class Loops implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group;
    private final List<NettyLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Carrier carrier;

    /** Starts {@code count} loops, each with a thread of its own. */
    public Loops(Carrier carrier, int count) {
        this.carrier = carrier;
        this.group = new EnduringLoops(count, this::thread, carrier.handlers());
        for (EventExecutor executor : group) {
            loops.add(new NettyLoop(loops.size(), (EventLoop) executor));
        }
    }

    private Thread thread(Runnable loop) {
        Thread thread = new FastThreadLocalThread(loop, "crier-loop-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    public List<? extends Loop> all() {
        return loops;
    }

    List<NettyLoop> nettyLoops() {
        return loops;
    }

    public Carrier carrier() {
        return carrier;
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /** Stops the threads; returns when they have ended. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
        group.terminationFuture().awaitUninterruptibly();
        for (Thread thread : threads) {
            Uninterruptibly.join(thread);
        }
    }
}
