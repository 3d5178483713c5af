package io.crier.server.threading;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting that an interrupt does not cut short; the interrupt is kept for later. */
public final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Something that waits. */
    private interface Waiting {
        void run() throws InterruptedException;
    }

    /** Returns when {@code thread} has ended. */
    public static void join(Thread thread) {
        await(thread::join);
    }

    /** Returns when {@code latch} has come to zero. */
    public static void await(CountDownLatch latch) {
        await(latch::await);
    }

    /**
     * Returns when {@code latch} has come to zero, or after about so long.
     *
     * @return whether it has
     */
    public static boolean await(CountDownLatch latch, Duration atMost) {
        await(() -> latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS));
        return latch.getCount() == 0;
    }

    private static void await(Waiting waiting) {
        boolean interrupted = false;
        while (true) {
            try {
                waiting.run();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
