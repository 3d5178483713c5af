package io.crier.server.threading;

import java.util.concurrent.CountDownLatch;

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
