package io.crier.server.threading;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after something regularly, on a thread of its own, until it is closed. A look that goes
 * wrong is logged, once for each kind of trouble in a row, and the next one comes all the same.
 */
public final class Lookout implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final String name;
    private final Duration every;
    private final Runnable look;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String trouble = "";

    private Lookout(String name, Duration every, Runnable look) {
        this.name = name;
        this.every = every;
        this.look = look;
    }

    /**
     * Begins, with the first look after {@code every}.
     *
     * @param name of the thread
     */
    public static Lookout start(String name, Duration every, Runnable look) {
        Lookout lookout = new Lookout(name, every, look);
        Thread.ofPlatform().name(name).daemon().start(lookout::run);
        return lookout;
    }

    private void run() {
        while (!closedInTime()) {
            lookOnce();
        }
    }

    private boolean closedInTime() {
        try {
            return closed.await(every.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void lookOnce() {
        try {
            look.run();
            trouble = "";
        } catch (RuntimeException | OutOfMemoryError failed) {
            String kind = failed.toString();
            if (!kind.equals(trouble)) {
                trouble = kind;
                LOG.error("{}: could not look, and goes on", name, failed);
            }
        }
    }

    /** No look begins any more; one may still be under way. */
    @Override
    public void close() {
        closed.countDown();
    }
}
