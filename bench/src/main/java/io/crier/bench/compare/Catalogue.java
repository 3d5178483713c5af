package io.crier.bench.compare;

import static io.crier.bench.compare.Contender.CRIER;
import static io.crier.bench.compare.Contender.NATS;
import static io.crier.bench.compare.Contender.REDIS;

import io.crier.bench.compare.Scenario.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every scenario there is, in the order of the page. */
final class Catalogue {
    private static final Lane CRIER_LANE = Lane.of(CRIER);
    private static final Lane REDIS_LANE = Lane.of(REDIS);
    private static final List<Lane> ALL = List.of(CRIER_LANE, REDIS_LANE, Lane.of(NATS));
    private static final List<Lane> REDIS_KIND = List.of(CRIER_LANE, REDIS_LANE);
    private static final int FEW_DESCRIPTORS = 2_500;
    private static final int MANY_DESCRIPTORS = 10_300;

    /** Both servers refuse the ten thousandth client and one without it. */
    private static final List<String> MANY_CLIENTS = List.of("--maxclients", "10200");

    /** What both servers' libraries can be told alike: BoringSSL takes no choice of TLS 1.3. */
    private static final List<String> SAME_CIPHER =
            List.of(
                    "--tls-auth-clients",
                    "no",
                    "--tls-protocols",
                    "TLSv1.2",
                    "--tls-ciphers",
                    "ECDHE-ECDSA-AES128-GCM-SHA256");

    /** Memory is read after that: what connecting took for a moment has been given back by then. */
    private static final String REST = " --seconds 15";

    /** A p99 that moved by less than this is the same: so far do two quiet runs lie apart. */
    private static final double P99_MOVE_MAX = 1.2;

    private static final List<Metric> STALLED_METRICS =
            List.of(Metric.RESIDENT_RISE, Metric.P99_BEFORE, Metric.P99_DURING, Metric.P99_MOVE);

    private static final List<Scenario> SCENARIOS = scenarios();

    private Catalogue() {}

    static List<Scenario> all() {
        return SCENARIOS;
    }

    /**
     * Those with these names, in the catalogue's order; all when no name is given.
     *
     * @throws Failure of usage when there is no scenario of a name
     */
    static List<Scenario> named(List<String> names) {
        Set<String> unknown = new LinkedHashSet<>(names);
        SCENARIOS.forEach(scenario -> unknown.remove(scenario.name()));
        if (!unknown.isEmpty()) {
            throw Failure.usage(
                    "no scenario is named %s; there are: %s"
                            .formatted(String.join(", ", unknown), everyName()));
        }
        return SCENARIOS.stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
    }

    private static String everyName() {
        return SCENARIOS.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    private static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>();
        addThroughput(all);
        addPatterns(all);
        addDialects(all);
        addLatency(all);
        addMemory(all);
        addStalled(all);
        addBrowsers(all);
        addTls(all);
        addCores(all);
        addStart(all);
        return List.copyOf(all);
    }

    private static void addThroughput(List<Scenario> all) {
        all.add(
                throughput(
                        "fan-out-1", "1 subscriber", 1.8, "fan-out --subscribers 1 --window 64"));
        all.add(
                throughput(
                        "fan-out-100",
                        "100 subscribers",
                        2.2,
                        "fan-out --subscribers 100 --window 64"));
        all.add(
                throughput(
                        "fan-out-1000",
                        "1,000 subscribers, 16 in flight",
                        1.6,
                        "fan-out --subscribers 1000 --window 16"));
        all.add(
                throughput(
                        "fan-out-1000-single",
                        "1,000 subscribers, one at a time",
                        1.2,
                        "fan-out --subscribers 1000 --window 1"));
        all.add(
                throughput(
                        "channels",
                        "1,000 channels of one subscriber, 10 publishers",
                        1.5,
                        "channels --subscribers 1000 --channels 1000 --publishers 10 --window 256"));
        all.add(
                throughput(
                        "chat",
                        "chat of 1,000: one channel of all, 50 of twenty",
                        1.35,
                        "chat --subscribers 1000 --channels 51 --publishers 10 --window 32"
                                + " --global 0.02"));
        all.add(
                throughput(
                        "fan-out-100-16k",
                        "100 subscribers, 16 KiB a message",
                        2.0,
                        "fan-out --subscribers 100 --window 4 --size 16384"));
    }

    private static Scenario throughput(String name, String title, double target, String load) {
        return steady(
                name,
                Section.THROUGHPUT,
                title,
                load,
                ALL,
                List.of(Metric.DELIVERIES),
                List.of(Target.ratioAtLeast(target, Metric.DELIVERIES, CRIER_LANE, REDIS_LANE)));
    }

    private static void addPatterns(List<Scenario> all) {
        String load = "patterns --subscribers 10 --channels 10 --window 16";
        List<String> many = List.of("--patterns", "10000");
        Lane crier = new Lane(CRIER, "10,000 patterns", many);
        Lane redis = new Lane(REDIS, "10,000 patterns", many);
        Lane nats = new Lane(NATS, "10,000 patterns", many);
        all.add(
                steady(
                        "patterns",
                        Section.PATTERNS,
                        "10 channels, 10,000 patterns",
                        load,
                        List.of(crier, redis, nats),
                        List.of(Metric.PUBLISHES),
                        List.of(Target.ratioAtLeast(100, Metric.PUBLISHES, crier, redis))));

        List<String> none = List.of("--patterns", "0");
        List<String> most = List.of("--patterns", "100000");
        Lane without = new Lane(CRIER, "none", none);
        Lane with = new Lane(CRIER, "100,000 patterns", most);
        all.add(
                steady(
                        "patterns-against-none",
                        Section.PATTERNS,
                        "10 channels, 100,000 patterns against none",
                        load,
                        List.of(
                                without,
                                with,
                                new Lane(NATS, "none", none),
                                new Lane(NATS, "100,000 patterns", most)),
                        List.of(Metric.PUBLISHES),
                        List.of(Target.ratioAtLeast(0.8, Metric.PUBLISHES, with, without))));
    }

    private static void addDialects(List<Scenario> all) {
        List<String> resp3 = List.of("--protocol", "resp3");
        List<String> resp2 = List.of("--protocol", "resp2");
        Lane newer = new Lane(CRIER, "RESP3", resp3);
        Lane older = new Lane(CRIER, "RESP2", resp2);
        all.add(
                steady(
                        "resp3",
                        Section.DIALECTS,
                        "100 subscribers",
                        "fan-out --subscribers 100 --window 64",
                        List.of(
                                older,
                                newer,
                                new Lane(REDIS, "RESP2", resp2),
                                new Lane(REDIS, "RESP3", resp3)),
                        List.of(Metric.DELIVERIES),
                        List.of(Target.ratioAtLeast(0.95, Metric.DELIVERIES, newer, older))));
    }

    private static void addLatency(List<Scenario> all) {
        all.add(
                latency(
                        "latency-100",
                        "2,000 messages a second to 100",
                        "fan-out --subscribers 100 --rate 2000"));
        all.add(
                latency(
                        "latency-1000",
                        "200 messages a second to 1,000",
                        "fan-out --subscribers 1000 --rate 200"));
    }

    private static Scenario latency(String name, String title, String load) {
        List<Metric> metrics = List.of(Metric.P50, Metric.P99, Metric.P999, Metric.LATENCY_MAX);
        List<Target> targets =
                metrics.subList(0, 3).stream()
                        .map(metric -> Target.ratioAtMost(1, metric, CRIER_LANE, REDIS_LANE))
                        .toList();
        return steady(name, Section.LATENCY, title, load, ALL, metrics, targets);
    }

    private static void addMemory(List<Scenario> all) {
        all.add(
                new Scenario(
                        "idle-subscribers",
                        Section.MEMORY,
                        "10,000 idle subscribers",
                        Kind.FRESH,
                        words("idle --connections 10000" + REST),
                        MANY_CLIENTS,
                        MANY_DESCRIPTORS,
                        ALL,
                        List.of(Metric.PER_CONNECTION),
                        List.of(Target.atMost(5 * 1024, Metric.PER_CONNECTION, CRIER_LANE))));
        all.add(
                new Scenario(
                        "million-subscriptions",
                        Section.MEMORY,
                        "10,000 connections of 100 channels each",
                        Kind.FRESH,
                        words("idle --connections 10000 --channels-each 100" + REST),
                        MANY_CLIENTS,
                        MANY_DESCRIPTORS,
                        ALL,
                        List.of(Metric.PER_SUBSCRIPTION),
                        List.of(
                                Target.ratioAtMost(
                                        1, Metric.PER_SUBSCRIPTION, CRIER_LANE, REDIS_LANE))));
    }

    private static void addStalled(List<Scenario> all) {
        all.add(
                new Scenario(
                        "stalled",
                        Section.STALLED,
                        "100 stalled, 24 MiB published",
                        Kind.FRESH,
                        words("stalled --subscribers 100 --stalled 100 --fed 24mb --rate 100"),
                        List.of(),
                        FEW_DESCRIPTORS,
                        REDIS_KIND,
                        STALLED_METRICS,
                        List.of()));
        all.add(
                new Scenario(
                        "stalled-1000",
                        Section.STALLED,
                        "1,000 stalled, 64 MiB published",
                        Kind.FRESH,
                        words("stalled --subscribers 100 --stalled 1000 --fed 64mb --rate 100"),
                        List.of(),
                        FEW_DESCRIPTORS,
                        List.of(CRIER_LANE),
                        STALLED_METRICS,
                        List.of(
                                Target.atMost(100, Metric.RESIDENT_RISE, CRIER_LANE),
                                Target.atMost(P99_MOVE_MAX, Metric.P99_MOVE, CRIER_LANE))));
    }

    private static void addBrowsers(List<Scenario> all) {
        List<String> websocket = List.of("--protocol", "websocket");
        Lane resp = new Lane(CRIER, "RESP2", List.of("--protocol", "resp2"));
        Lane browser = new Lane(CRIER, "WebSocket", websocket);
        all.add(
                steady(
                        "websocket-100",
                        Section.BROWSERS,
                        "100 subscribers",
                        "fan-out --subscribers 100 --window 64",
                        List.of(resp, browser),
                        List.of(Metric.DELIVERIES),
                        List.of(Target.ratioAtLeast(0.7, Metric.DELIVERIES, browser, resp))));
        all.add(
                new Scenario(
                        "idle-websockets",
                        Section.BROWSERS,
                        "10,000 idle subscribers",
                        Kind.FRESH,
                        words("idle --connections 10000" + REST),
                        MANY_CLIENTS,
                        MANY_DESCRIPTORS,
                        List.of(browser),
                        List.of(Metric.PER_CONNECTION),
                        List.of(Target.atMost(11 * 1024, Metric.PER_CONNECTION, browser))));
    }

    private static void addTls(List<Scenario> all) {
        List<String> tls = List.of("--tls");
        Lane crier = new Lane(CRIER, "TLS", tls);
        Lane redis = new Lane(REDIS, "TLS", tls);
        all.add(
                new Scenario(
                        "tls",
                        Section.TLS,
                        "100 subscribers",
                        Kind.STEADY,
                        words("fan-out --subscribers 100 --window 64"),
                        SAME_CIPHER,
                        FEW_DESCRIPTORS,
                        List.of(
                                crier,
                                redis,
                                new Lane(CRIER, "plain", List.of()),
                                new Lane(REDIS, "plain", List.of())),
                        List.of(Metric.DELIVERIES),
                        List.of()));
    }

    private static void addCores(List<Scenario> all) {
        all.add(
                new Scenario(
                        "loops",
                        Section.CORES,
                        "1,000 subscribers, 10 publishers",
                        Kind.SPREAD,
                        words("fan-out --subscribers 1000 --publishers 10 --window 16"),
                        List.of(),
                        FEW_DESCRIPTORS,
                        List.of(loops("one loop", 1), loops("two loops", 2)),
                        List.of(Metric.DELIVERED, Metric.DELIVERIES, Metric.P99),
                        List.of()));
    }

    private static Lane loops(String variant, int loops) {
        return new Lane(CRIER, variant, List.of(), List.of("--io-threads", String.valueOf(loops)));
    }

    private static void addStart(List<Scenario> all) {
        all.add(
                new Scenario(
                        "start",
                        Section.START,
                        "a server that nobody uses",
                        Kind.START,
                        List.of(),
                        List.of(),
                        FEW_DESCRIPTORS,
                        ALL,
                        List.of(Metric.FIRST_PONG, Metric.RESIDENT),
                        List.of(
                                Target.atMost(400, Metric.FIRST_PONG, CRIER_LANE),
                                Target.atMost(80, Metric.RESIDENT, CRIER_LANE))));
    }

    private static Scenario steady(
            String name,
            Section section,
            String title,
            String load,
            List<Lane> lanes,
            List<Metric> metrics,
            List<Target> targets) {
        return new Scenario(
                name,
                section,
                title,
                Kind.STEADY,
                words(load),
                List.of(),
                FEW_DESCRIPTORS,
                lanes,
                metrics,
                targets);
    }

    private static List<String> words(String line) {
        return List.of(line.split(" ", -1));
    }
}
