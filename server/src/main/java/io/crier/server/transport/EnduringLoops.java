package io.crier.server.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops that outlive a turn for which there was no memory. Netty's own end with it, and all
 * their clients would wait for ever; the next turn ends the client whose request finds none.
 */
final class EnduringLoops extends MultiThreadIoEventLoopGroup {
    EnduringLoops(int count, ThreadFactory threads, IoHandlerFactory handlers) {
        super(count, threads, handlers);
    }

    @Override
    protected IoEventLoop newChild(
            Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new Enduring(this, executor, handlers);
    }

    private static final class Enduring extends SingleThreadIoEventLoop {
        Enduring(EnduringLoops group, Executor executor, IoHandlerFactory handlers) {
            super(group, executor, handlers);
        }

        @Override
        protected void run() {
            boolean ended = false;
            while (!ended) {
                try {
                    super.run();
                    ended = true;
                } catch (OutOfMemoryError exhausted) {
                    Thread.onSpinWait(); // nothing that needs memory may be done here
                }
            }
        }
    }
}
