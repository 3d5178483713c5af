package io.crier.cli.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Publishes: so that a bounded number is in flight, or at a fixed rate whatever the server does. It
 * belongs to the thread of its connections, and takes its turn when they have read what there was.
 */
final class Load {
    private static final long SEED = 42;
    private static final int BURST_MAX = 10_000;
    private static final int UNANSWERED_PER_WINDOW = 4;
    private static final double NANOS = 1e9;
    private static final long MILLI = 1_000_000;

    private final Plan plan;
    private final PublishWire wire;
    private final Stamp stamp;
    private final EventLoop loop;
    private final Tally tally;
    private final Intake intake = new Intake();
    private final List<Publisher> publishers = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final byte[][] heads;
    private final byte[] rest;
    private final int[] members;
    private double outstandingMax;
    private int turn;
    private boolean isRunning;
    private boolean isScheduled;
    private long started;
    private long sent;
    private long sentMax;

    Load(Plan plan, EventLoop loop, Tally tally) {
        this.plan = plan;
        this.wire = plan.protocol().publishing();
        this.stamp = plan.protocol().subscribing().stamp();
        this.loop = loop;
        this.tally = tally;
        boolean publishes = !(plan.scenario() instanceof Scenario.Idle);
        heads = new byte[publishes ? plan.channels() : 0][];
        for (int i = 0; i < heads.length; i++) {
            heads[i] = wire.publishHead(wire.channel(plan.firstChannel() + i), plan.size());
        }
        rest = new byte[plan.size() - stamp.bytes() + 2];
        Arrays.fill(rest, (byte) 'x');
        rest[rest.length - 2] = '\r';
        rest[rest.length - 1] = '\n';
        members = new int[heads.length];
        for (int i = 0; i < (publishes ? plan.subscribers() : 0); i++) {
            for (int channel : plan.scenario().channelsOf(i, plan.channels())) {
                members[channel]++;
            }
        }
    }

    Plan plan() {
        return plan;
    }

    /** Whether every publish is answered with the number of receivers. */
    boolean isAnswered() {
        return wire.answersPublish();
    }

    Tally tally() {
        return tally;
    }

    Intake intake() {
        return intake;
    }

    void add(Link link) {
        publishers.add(new Publisher(publishers.size(), link, stamp, wire.answersPublish()));
    }

    /**
     * Publishes until {@link #stop}.
     *
     * @param publishesMax stops before it publishes more
     */
    void start(long publishesMax) {
        sentMax = publishesMax;
        outstandingMax = (plan.window() - 1) * deliveriesPerPublish();
        isRunning = true;
        started = System.nanoTime();
        sent = 0;
        turn();
    }

    void stop() {
        isRunning = false;
    }

    /** Everything that it was started for is published. */
    boolean isDone() {
        return sent >= sentMax;
    }

    /** One more, out of turn. */
    void publishOne() {
        publish(System.nanoTime());
        flush();
    }

    /** To be called when a connection has read: publishes once all of them have. */
    void turn() {
        if (isRunning && !isScheduled && (plan.rate() > 0 || hasRoom())) {
            isScheduled = true;
            loop.execute(this::run);
        }
    }

    private void run() {
        isScheduled = false;
        if (!isRunning) {
            return;
        }
        if (plan.rate() > 0) {
            publishDue();
        } else {
            long now = System.nanoTime();
            while (hasRoom()) {
                publish(now);
            }
        }
        flush();
    }

    /** What is late is published all the same, and keeps the time when it was due. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is never cancelled
    private void publishDue() {
        int burst = 0;
        long now = System.nanoTime();
        long due = due();
        while (due <= now && burst < BURST_MAX && !isDone() && !publishers.get(turn).isFull()) {
            publish(due);
            burst++;
            due = due();
        }
        isScheduled = true;
        long wait = Math.max(due - System.nanoTime(), burst == 0 ? MILLI : 0);
        loop.schedule(this::run, wait, TimeUnit.NANOSECONDS);
    }

    private long due() {
        return started + (long) (sent * NANOS / plan.rate());
    }

    private boolean hasRoom() {
        return !isDone()
                && tally.outstanding() <= outstandingMax
                && (!wire.answersPublish()
                        || tally.unanswered() < (long) plan.window() * UNANSWERED_PER_WINDOW);
    }

    private void publish(long due) {
        int channel = plan.scenario().next(random, plan.channels());
        Publisher publisher = publishers.get(turn);
        turn = turn + 1 == publishers.size() ? 0 : turn + 1;
        publisher.publish(heads[channel], rest, due, members[channel]);
        tally.publish(members[channel]);
        sent++;
    }

    private void flush() {
        for (Publisher publisher : publishers) {
            publisher.flush();
        }
    }

    /** On average, at least 1. */
    private double deliveriesPerPublish() {
        double all = Arrays.stream(members).sum();
        double mean =
                plan.scenario() instanceof Scenario.Chat chat
                        ? chat.global() * members[0]
                                + (1 - chat.global()) * (all - members[0]) / (plan.channels() - 1)
                        : all / plan.channels();
        return Math.max(1, mean);
    }
}
