package io.crier.server.transport;

import io.crier.server.threading.Loop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A loop that is one of Netty's. */
record NettyLoop(int index, EventLoop eventLoop) implements Loop {
    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(task);
        } catch (RejectedExecutionException rejected) {
            if (!eventLoop.isShuttingDown()) {
                throw rejected;
            }
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a task that fails is logged by the event loop
    public void schedule(Runnable task, Duration delay) {
        eventLoop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
