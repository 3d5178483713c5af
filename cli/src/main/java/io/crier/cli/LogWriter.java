package io.crier.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log on a thread of its own, in the order in which the lines came: a slow disk, or a
 * pipe that nobody reads, keeps no event loop waiting. Lines that find no room are left out, and a
 * line in their place tells how many.
 */
final class LogWriter extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** Lines that wait at most, besides as many that are being written. */
    static final int WAITING_MAX = 10_000;

    private final OutputStreamAppender<ILoggingEvent> target;
    private final Logger logger;
    private final Duration endMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread writer;
    private List<ILoggingEvent> waiting = new ArrayList<>();
    private long leftOut;
    private boolean ending;

    /**
     * Lines in their order.
     *
     * @param leftOut how many came after them and found no room
     */
    private record Batch(List<ILoggingEvent> lines, long leftOut) {}

    /**
     * @param target writes them; started already
     * @param logger in whose name lines that were left out are told
     * @param endMax how long {@link #stop} waits for what is not written yet
     */
    LogWriter(OutputStreamAppender<ILoggingEvent> target, Logger logger, Duration endMax) {
        this.target = target;
        this.logger = logger;
        this.endMax = endMax;
        this.writer = Thread.ofPlatform().name("crier-log").daemon().unstarted(this::run);
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    /** Takes a line; never waits for the target. */
    @Override
    protected void append(ILoggingEvent line) {
        line.prepareForDeferredProcessing();
        lock.lock();
        try {
            if (leftOut != 0 || waiting.size() == WAITING_MAX) {
                leftOut++; // also with room again: what is told of a gap stands in its place
            } else {
                waiting.add(line);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (Batch batch = next(); batch != null; batch = next()) {
            batch.lines().forEach(target::doAppend);
            if (batch.leftOut() != 0) {
                target.doAppend(gap(batch.leftOut()));
            }
        }
    }

    /** Waits for lines; null when there will be no more. */
    private @Nullable Batch next() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !ending) {
                changed.awaitUninterruptibly();
            }
            if (waiting.isEmpty()) {
                return null;
            }
            Batch batch = new Batch(waiting, leftOut);
            waiting = new ArrayList<>();
            leftOut = 0;
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private LoggingEvent gap(long lines) {
        return new LoggingEvent(
                LogWriter.class.getName(),
                logger,
                Level.WARN,
                "left out {} lines of the log, which came faster than they could be written",
                null,
                new Object[] {lines});
    }

    /** Writes what waits, for as long as that may take, and takes no more. */
    @Override
    public void stop() {
        if (!isStarted()) {
            return;
        }
        lock.lock();
        try {
            ending = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (writer.join(endMax)) {
                target.stop();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        super.stop();
    }
}
