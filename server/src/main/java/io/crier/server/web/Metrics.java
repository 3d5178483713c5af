package io.crier.server.web;

import io.crier.server.session.ChannelMeters;
import io.crier.server.session.Session;
import io.crier.server.settings.SlowPolicy;
import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.telemetry.HoldTimes;
import io.crier.server.telemetry.MemoryUse;
import io.crier.server.telemetry.ProcessFacts;
import io.crier.server.telemetry.RefusedPublishes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The server's numbers in the format of Prometheus. Read when somebody asks. */
final class Metrics {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String OVER_RATE = "crier.publishes.over.rate";
    private static final String OVER_RATE_MEANING =
            "Publishes refused because the rate of their user was exceeded; of all users who have"
                    + " no series of their own where the name is empty.";
    private static final String USER = "user";

    private final Web web;
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private volatile List<LoopStats> loops = List.of();
    private @Nullable ChannelMeters metered;
    private final List<Meter> ofChannels = new ArrayList<>();
    private final Set<String> usersOverRate = new HashSet<>();

    Metrics(Web web) {
        this.web = web;
        Counters counters = web.counters();
        count("crier.connections.opened", "Connections that came.", counters.connections);
        count("crier.connections.refused", "Connections refused.", counters.connectionsRefused);
        count("crier.commands", "Commands run, publishes included.", counters.commands);
        count("crier.publishes", "Messages published here.", counters.publishes);
        count("crier.deliveries", "Messages handed to subscribers.", counters.deliveries);
        count("crier.read.bytes", "Bytes read from clients.", counters.bytesIn);
        count("crier.written.bytes", "Bytes sent to clients.", counters.bytesOut);
        count("crier.writes", "Writes to sockets.", counters.writes);
        count("crier.auth.failures", "Wrong passwords.", counters.authFailures);
        for (CloseReason.Kind kind : CloseReason.Kind.values()) {
            FunctionCounter.builder(
                            "crier.connections.ended", counters.closed(kind), LongAdder::sum)
                    .description("Connections that ended, by reason.")
                    .tag("reason", kind.word())
                    .register(registry);
        }
        for (SlowPolicy policy : SlowPolicy.values()) {
            if (policy != SlowPolicy.DISCONNECT) {
                FunctionCounter.builder("crier.missed", counters.missed(policy), LongAdder::sum)
                        .description("Messages skipped for slow subscribers, by policy.")
                        .tag("policy", policy.word())
                        .register(registry);
            }
        }
        connections("resp", LoopStats::resp);
        connections("websocket", LoopStats::webSockets);
        connections("events", LoopStats::events);
        connections("http", LoopStats::http);
        Gauge.builder("crier.outbox.bytes", () -> sum(LoopStats::outboxBytes))
                .description("Bytes that wait for clients.")
                .register(registry);
        for (int loop = 0; loop < web.node().about().loops(); loop++) {
            int index = loop;
            Gauge.builder("crier.loop.lag.seconds", () -> lagSeconds(index))
                    .description("How long a task waited for an event loop.")
                    .tag("loop", String.valueOf(loop))
                    .register(registry);
        }
        RefusedPublishes overRate = counters.publishesOverRate;
        FunctionCounter.builder(OVER_RATE, overRate, RefusedPublishes::ofOthers)
                .description(OVER_RATE_MEANING)
                .tag(USER, "")
                .register(registry);
        lock(web.node().measurements().holdTimes());
        memory(web.node().measurements().memory());
    }

    private void count(String name, String meaning, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum)
                .description(meaning)
                .register(registry);
    }

    private void connections(String kind, ToLongFunction<LoopStats> count) {
        Gauge.builder("crier.connections", () -> sum(count))
                .description("Connections that are open.")
                .tag("kind", kind)
                .register(registry);
    }

    private void lock(HoldTimes times) {
        FunctionTimer.builder(
                        "crier.lock.hold",
                        times,
                        HoldTimes::count,
                        HoldTimes::nanos,
                        TimeUnit.NANOSECONDS)
                .description("How long a burst of publishes holds the broker's lock; one of 64.")
                .register(registry);
    }

    private void memory(MemoryUse memory) {
        Gauge.builder("crier.memory.heap.bytes", memory, MemoryUse::heapBytes)
                .description("Heap in use.")
                .register(registry);
        Gauge.builder("crier.memory.direct.bytes", memory, MemoryUse::directBytes)
                .description("Buffers outside of the heap.")
                .register(registry);
        Gauge.builder("crier.memory.resident.bytes", ProcessFacts::residentBytes)
                .description("Memory of the process that is resident.")
                .register(registry);
    }

    /** The series of patterns, as the setting is now; not more than it has patterns. */
    private synchronized void followChannels() {
        ChannelMeters now = web.metered().current();
        if (metered == now) {
            return;
        }
        metered = now;
        ofChannels.forEach(registry::remove);
        ofChannels.clear();
        for (ChannelMeters.Meter meter : now.all()) {
            String pattern = meter.pattern().toString();
            ofChannels.add(
                    FunctionCounter.builder(
                                    "crier.channel.publishes", meter.publishes(), LongAdder::sum)
                            .description("Messages published, by pattern of metrics-channels.")
                            .tag("pattern", pattern)
                            .register(registry));
            ofChannels.add(
                    FunctionCounter.builder(
                                    "crier.channel.deliveries", meter.deliveries(), LongAdder::sum)
                            .description("Subscribers reached, by pattern of metrics-channels.")
                            .tag("pattern", pattern)
                            .register(registry));
            ofChannels.add(
                    FunctionCounter.builder("crier.channel.missed", meter.missed(), LongAdder::sum)
                            .description(
                                    "Messages skipped for slow subscribers, by pattern of"
                                            + " metrics-channels.")
                            .tag("pattern", pattern)
                            .register(registry));
        }
    }

    /** A series for each user of whom a publish was refused; the counter bounds how many. */
    private synchronized void followUsers() {
        RefusedPublishes overRate = web.counters().publishesOverRate;
        for (String user : overRate.byUser().keySet()) {
            if (usersOverRate.add(user)) {
                FunctionCounter.builder(OVER_RATE, overRate, counts -> counts.of(user))
                        .description(OVER_RATE_MEANING)
                        .tag(USER, user)
                        .register(registry);
            }
        }
    }

    private double sum(ToLongFunction<LoopStats> part) {
        return loops.stream().mapToLong(part).sum();
    }

    private double lagSeconds(int index) {
        return index < loops.size() ? loops.get(index).lagMicros() / 1e6 : 0;
    }

    void send(HttpExchange exchange) {
        Session asker = exchange.visitor().session();
        web.askLoops(
                asker,
                answers -> {
                    loops = answers;
                    followChannels();
                    followUsers();
                    byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
                    FullHttpResponse response =
                            HttpConnection.response(HttpResponseStatus.OK, TYPE, text);
                    response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
                    exchange.send(response);
                });
    }
}
