package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An event loop and turns for which there is no memory. */
final class EnduringLoopsTest {
    private static final int WITHOUT_MEMORY = 3;

    /** Waits for events as {@code real} does, but for some turns without memory. */
    private record Exhausted(IoHandler real, AtomicInteger turns) implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            if (turns.getAndDecrement() > 0) {
                throw new OutOfMemoryError("on purpose");
            }
            return real.run(context);
        }

        @Override
        public void initialize() {
            real.initialize();
        }

        @Override
        public void prepareToDestroy() {
            real.prepareToDestroy();
        }

        @Override
        public void destroy() {
            real.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return real.register(handle);
        }

        @Override
        public void wakeup() {
            real.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> kind) {
            return real.isCompatible(kind);
        }
    }

    @Test
    void aTurnWithoutMemoryIsNotTheLast() throws Exception {
        AtomicInteger turns = new AtomicInteger(WITHOUT_MEMORY);
        EnduringLoops loops =
                new EnduringLoops(
                        1,
                        Thread::new,
                        executor ->
                                new Exhausted(
                                        NioIoHandler.newFactory().newHandler(executor), turns));
        try {
            Thread first = loops.next().submit(Thread::currentThread).get(1, TimeUnit.MINUTES);
            Thread second = loops.next().submit(Thread::currentThread).get(1, TimeUnit.MINUTES);

            assertThat(turns.get()).isNegative();
            assertThat(second).isSameAs(first);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }
}
