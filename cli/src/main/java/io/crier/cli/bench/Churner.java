package io.crier.cli.bench;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Connections that come, subscribe and leave. It belongs to the thread of the load. */
final class Churner implements Link.Fate {
    private static final int[] CHANNEL = {0};
    private static final double NANOS = 1e9;

    private final Scenario.Churn churn;
    private final Opening opening;
    private final Load load;
    private final EventLoop loop;
    private final Greeting greeting;
    private final Consumer<BenchException> failed;
    private long begun;
    private long left;
    private long started;
    private boolean isRunning;

    Churner(
            Scenario.Churn churn,
            Opening opening,
            Load load,
            EventLoop loop,
            Greeting.Writer greetings,
            Consumer<BenchException> failed) {
        this.churn = churn;
        this.opening = opening;
        this.load = load;
        this.loop = loop;
        this.greeting = greetings.bystander(CHANNEL);
        this.failed = failed;
    }

    void start() {
        isRunning = true;
        started = System.nanoTime();
        for (int i = 0; i < churn.connections(); i++) {
            next();
        }
    }

    void stop() {
        isRunning = false;
    }

    /** How many have come, subscribed and left. */
    long left() {
        return left;
    }

    /** Every second one ends its connection so that the server learns of it by a reset. */
    @Override
    public void ready(Link link) {
        if (opening.isTcp() && begun % 2 == 0) {
            link.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        link.leave();
    }

    @Override
    public void ended(Link link) {
        left++;
        next();
    }

    @Override
    public void failed(Link link, Throwable cause) {
        failed.accept(new BenchException("a connection that came and went: " + Reason.of(cause)));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is never cancelled
    private void next() {
        if (!isRunning) {
            return;
        }
        long number = begun++;
        long wait =
                churn.perSecond() == 0
                        ? 0
                        : started + (long) (number * NANOS / churn.perSecond()) - System.nanoTime();
        loop.schedule(this::open, Math.max(0, wait), TimeUnit.NANOSECONDS);
    }

    private void open() {
        if (isRunning) {
            opening.open(new Link(load, greeting, this), true, failed);
        }
    }
}
