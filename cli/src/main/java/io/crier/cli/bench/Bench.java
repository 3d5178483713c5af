package io.crier.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a plan against a server. */
public final class Bench {
    private static final double TENTHS = 10;

    private final Plan plan;
    private final Rig rig;

    private Bench(Plan plan, Rig rig) {
        this.plan = plan;
        this.rig = rig;
    }

    /**
     * Returns when everything is measured and all connections are closed.
     *
     * @param progress gets a line each second
     * @throws BenchException when the server cannot be reached, refuses, or ends a connection
     */
    public static Result run(Plan plan, Target target, Consumer<String> progress) {
        try (Rig rig = new Rig(plan, target, progress)) {
            Bench bench = new Bench(plan, rig);
            return switch (plan.scenario()) {
                case Scenario.Idle idle -> bench.idle(idle);
                case Scenario.Stalled stalled -> bench.stalled(stalled);
                case Scenario.Churn churn -> bench.churn(churn);
                case Scenario.FanOut _, Scenario.Channels _, Scenario.Chat _, Scenario.Patterns _ ->
                        bench.traffic();
            };
        }
    }

    private Result traffic() {
        rig.openTraffic();
        Rig.Moment from = startAndBegin();
        rig.pass(plan.seconds());
        Rig.Moment to = end();
        return result(from, to, new LinkedHashMap<>());
    }

    private Result churn(Scenario.Churn churn) {
        rig.openTraffic();
        Churner churner = rig.churner(churn);
        call(churner::start);
        Rig.Moment from = startAndBegin();
        long before = rig.call(churner::left);
        rig.pass(plan.seconds());
        long left = rig.call(churner::left) - before;
        Rig.Moment to = end();
        call(churner::stop);
        Map<String, @Nullable Object> particulars = new LinkedHashMap<>();
        particulars.put("connectsPerSecond", tenths(left / to.secondsSince(from)));
        return result(from, to, particulars);
    }

    private Result stalled(Scenario.Stalled stalled) {
        rig.openTraffic();
        startAndBegin();
        rig.pass(plan.seconds());
        end();
        rig.settle();
        Latency before = latency();
        long residentBefore = rig.server() == null ? 0 : rig.server().residentBytes();

        Crowd crowd = rig.bystanders("stalled subscriber", stalled.stalled(), true);
        rig.open(crowd);
        Rig.Moment from = begin();
        start(Math.ceilDiv(stalled.fedBytes(), plan.size()));
        rig.until(() -> rig.call(rig.load()::isDone));
        Rig.Moment to = end();
        rig.settle();

        Map<String, @Nullable Object> particulars = new LinkedHashMap<>();
        particulars.put("stalledSubscribers", stalled.stalled());
        particulars.put("fedBytes", to.counts().since(from.counts()).publishes() * plan.size());
        particulars.put("stalledEnded", ended(stalled, crowd));
        particulars.put(
                "residentBytesRise",
                rig.server() == null
                        ? null
                        : Math.max(0, rig.server().residentBytesMax() - residentBefore));
        particulars.put("latencyBefore", before.fields());
        particulars.put("latencyDuring", latency().fields());
        return result(from, to, particulars);
    }

    /** One more publish tells who is left; the ends themselves wait behind what nobody reads. */
    private long ended(Scenario.Stalled stalled, Crowd crowd) {
        if (!rig.load().isAnswered()) {
            return rig.call(crowd::ended);
        }
        call(rig.load()::publishOne);
        rig.settle();
        return stalled.stalled() + plan.subscribers() - rig.call(rig.tally()::lastReceivers);
    }

    private Result idle(Scenario.Idle idle) {
        Rig.Moment begun = rig.moment();
        rig.open(rig.bystanders("connection", idle.connections(), false));
        Rig.Moment from = rig.moment();
        rig.pass(plan.seconds());
        Rig.Moment to = rig.moment();

        ServerUse use = rig.serverUse(from, to);
        long subscriptions = (long) idle.connections() * idle.channelsEach();
        Map<String, @Nullable Object> particulars = new LinkedHashMap<>();
        particulars.put("connections", idle.connections());
        particulars.put("subscriptions", subscriptions);
        particulars.put("connectSeconds", tenths(from.secondsSince(begun)));
        if (use == null) {
            particulars.put("residentBytesPerConnection", null);
            particulars.put("residentBytesPerSubscription", null);
        } else {
            double rise = use.residentBytes() - use.residentBytesBefore();
            particulars.put("residentBytesPerConnection", tenths(rise / idle.connections()));
            particulars.put("residentBytesPerSubscription", tenths(rise / subscriptions));
        }
        return result(from, to, particulars);
    }

    /** Without a warm-up nothing at all goes unmeasured. */
    private Rig.Moment startAndBegin() {
        if (plan.warmup() == 0) {
            Rig.Moment moment = begin();
            start(Long.MAX_VALUE);
            return moment;
        }
        start(Long.MAX_VALUE);
        rig.pass(plan.warmup());
        return begin();
    }

    private void start(long publishesMax) {
        call(() -> rig.load().start(publishesMax));
    }

    private Rig.Moment begin() {
        call(() -> rig.tally().begin(System.nanoTime()));
        return rig.moment();
    }

    private Rig.Moment end() {
        Rig.Moment moment = rig.moment();
        call(() -> {
            rig.tally().end(System.nanoTime());
            rig.load().stop();
        });
        return moment;
    }

    private Latency latency() {
        return rig.call(() -> Latency.of(rig.tally().latency()));
    }

    private Result result(
            Rig.Moment from, Rig.Moment to, Map<String, @Nullable Object> particulars) {
        ServerUse use = rig.serverUse(from, to);
        rig.settle();
        return new Result(
                plan,
                to.secondsSince(from),
                to.counts().since(from.counts()),
                latency(),
                use,
                to.clientCpu() - from.clientCpu(),
                rig.call(rig.tally()::checks),
                particulars);
    }

    private void call(Runnable task) {
        rig.call(() -> {
            task.run();
            return true;
        });
    }

    private static double tenths(double value) {
        return Math.round(value * TENTHS) / TENTHS;
    }
}
