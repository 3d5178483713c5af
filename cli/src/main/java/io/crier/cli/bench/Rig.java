package io.crier.cli.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread with its connections, and the calls by which the thread of the program directs it.
 * Only that thread may use it.
 */
final class Rig implements AutoCloseable {
    private static final long SAMPLE_MILLIS = 50;
    private static final long SETTLE_POLL_MILLIS = 5;
    private static final long SETTLE_NANOS = 30_000_000_000L;
    private static final double NANOS = 1e9;

    private final Plan plan;
    private final Consumer<String> progress;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final Tally tally;
    private final Load load;
    private final Opening opening;
    private final Greeting.Writer greetings;
    private final @Nullable ServerProcess server;
    private final long residentBytesBefore;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private Moment told;

    /** What the counters told at one moment. */
    record Moment(long nanos, Tally.Counts counts, double serverCpu, double clientCpu) {
        double secondsSince(Moment before) {
            return (nanos - before.nanos) / NANOS;
        }
    }

    /**
     * @param progress gets a line each second
     */
    Rig(Plan plan, Target target, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
        IoHandlerFactory handlers =
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(1, handlers);
        loop = group.next();
        boolean exactReplies =
                switch (plan.scenario()) {
                    case Scenario.Stalled _, Scenario.Churn _ -> false;
                    case Scenario.FanOut _,
                            Scenario.Channels _,
                            Scenario.Chat _,
                            Scenario.Patterns _,
                            Scenario.Idle _ ->
                            true;
                };
        tally = new Tally(exactReplies);
        load = new Load(plan, loop, tally);
        opening = new Opening(target, load.intake(), loop);
        greetings = new Greeting.Writer(plan.protocol(), target, plan.firstChannel(), plan.size());
        server = ServerProcess.of(target.pid());
        residentBytesBefore = server == null ? 0 : server.residentBytes();
        told = moment();
    }

    Load load() {
        return load;
    }

    Tally tally() {
        return tally;
    }

    @Nullable ServerProcess server() {
        return server;
    }

    /** Connects everybody who takes part in the traffic. */
    void openTraffic() {
        Scenario scenario = plan.scenario();
        open(
                crowd(
                        "subscriber",
                        plan.subscribers(),
                        (number, fate) -> {
                            int[] channels = scenario.channelsOf(number, plan.channels());
                            int patterns = number == 0 ? plan.patterns() : 0;
                            return new Link(load, greetings.subscriber(channels, patterns), fate);
                        },
                        false));
        List<Link> publishers =
                open(
                        crowd(
                                "publisher",
                                plan.publishers(),
                                (_, fate) -> new Link(load, greetings.publisher(), fate),
                                false));
        call(() -> {
            publishers.forEach(load::add);
            return true;
        });
    }

    /** Subscribers that read nothing. */
    Crowd bystanders(String kind, int size, boolean mayEnd) {
        Scenario scenario = plan.scenario();
        return crowd(
                kind,
                size,
                (number, fate) -> {
                    int[] channels = scenario.channelsOf(number, plan.channels());
                    return new Link(load, greetings.bystander(channels), fate);
                },
                mayEnd);
    }

    Churner churner(Scenario.Churn churn) {
        return new Churner(churn, opening, load, loop, greetings, this::fail);
    }

    List<Link> open(Crowd crowd) {
        CompletableFuture<List<Link>> ready = call(crowd::open);
        until(ready::isDone);
        return ready.resultNow();
    }

    /** Lets time pass, while the server is watched. */
    void pass(double seconds) {
        long end = System.nanoTime() + (long) (seconds * NANOS);
        until(() -> System.nanoTime() >= end);
    }

    /** Waits until it is so, while the server is watched. */
    void until(BooleanSupplier isSo) {
        while (!isSo.getAsBoolean()) {
            pause(SAMPLE_MILLIS);
            if (server != null) {
                server.residentBytes();
            }
            if (System.nanoTime() - told.nanos >= NANOS) {
                tell();
            }
        }
    }

    /** Waits for what is on its way, as long as more of it comes. */
    void settle() {
        long last = System.nanoTime();
        Tally.Counts before = call(tally::counts);
        while (!call(() -> tally.isSettled(load.isAnswered()))) {
            pause(SETTLE_POLL_MILLIS);
            Tally.Counts now = call(tally::counts);
            if (!now.equals(before)) {
                before = now;
                last = System.nanoTime();
            } else if (System.nanoTime() - last > SETTLE_NANOS) {
                return;
            }
        }
    }

    Moment moment() {
        return new Moment(
                System.nanoTime(),
                call(tally::counts),
                server == null ? 0 : server.cpuSeconds(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos()
                        / NANOS);
    }

    /** Runs it on the thread of the load, and returns its result. */
    <T> T call(Callable<T> task) {
        try {
            return loop.submit(task).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** What the server used from one moment to another; null when it is not on this machine. */
    @Nullable ServerUse serverUse(Moment from, Moment to) {
        return server == null
                ? null
                : new ServerUse(
                        server.pid(),
                        to.serverCpu - from.serverCpu,
                        residentBytesBefore,
                        server.residentBytes(),
                        server.residentBytesMax());
    }

    @Override
    public void close() {
        opening.close();
        Future<?> closed = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        try {
            closed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Crowd crowd(String kind, int size, Crowd.Maker maker, boolean mayEnd) {
        return new Crowd(kind, size, maker, opening, mayEnd, this::fail);
    }

    private void fail(BenchException e) {
        failure.completeExceptionally(e);
    }

    private void pause(long millis) {
        try {
            failure.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // Nothing failed.
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchException known
                    ? known
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static BenchException interrupted() {
        Thread.currentThread().interrupt();
        return new BenchException("interrupted");
    }

    private void tell() {
        Moment now = moment();
        double seconds = now.secondsSince(told);
        Tally.Counts counts = now.counts.since(told.counts);
        StringBuilder line = new StringBuilder();
        line.append(TextReport.whole(counts.publishes() / seconds)).append(" publishes/s, ");
        line.append(TextReport.whole(counts.deliveries() / seconds)).append(" deliveries/s");
        if (server != null) {
            double cores = (now.serverCpu - told.serverCpu) / seconds;
            line.append("; server ").append(TextReport.decimal(cores, 2)).append(" cores, ");
            line.append(TextReport.megabytes(server.residentBytes())).append(" MB");
        }
        progress.accept(line.toString());
        told = now;
    }
}
