package io.crier.bench.compare;

import io.crier.bench.compare.LoadProgram.Outcome;
import io.crier.bench.compare.Result.Phase;
import io.crier.bench.compare.Scenario.Kind;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Measures scenarios, in rounds in which every lane has its turn, and keeps each result at once.
 */
final class Comparison {
    private final Path launcher;
    private final Cores cores;
    private final Plan plan;
    private final ResultLog log;
    private final String build;
    private final PrintStream progress;

    /**
     * @param launcher Crier's
     * @param machine that was noted in the log
     * @param progress told in a line what each run gave
     */
    Comparison(
            Path launcher,
            Cores cores,
            Plan plan,
            ResultLog log,
            Machine machine,
            PrintStream progress) {
        this.launcher = launcher;
        this.cores = cores;
        this.plan = plan;
        this.log = log;
        this.build = machine.build() + "; " + plan.seconds() + " s";
        this.progress = progress;
    }

    /** Measures what is still missing of a scenario. */
    void run(Scenario scenario, Set<Contender> servers) {
        List<Lane> lanes =
                scenario.lanes().stream()
                        .filter(lane -> servers.contains(lane.contender()))
                        .toList();
        int done = roundsDone(scenario, lanes);
        if (lanes.isEmpty() || done >= plan.rounds()) {
            progress.printf("%s: nothing is missing%n", scenario.name());
            return;
        }
        int descriptors = ProcessFacts.descriptors();
        if (descriptors < scenario.descriptors()) {
            progress.printf(
                    "%s: left out, it needs %,d open files and %,d are allowed here (ulimit -n)%n",
                    scenario.name(), scenario.descriptors(), descriptors);
            return;
        }
        switch (scenario.kind()) {
            case STEADY -> steady(scenario, lanes, done + 1);
            case FRESH, SPREAD -> fresh(scenario, lanes, done + 1);
            case START -> starts(scenario, lanes, done + 1);
        }
    }

    private String build(Scenario scenario) {
        return build + "; " + String.join(" ", scenario.load());
    }

    private int roundsDone(Scenario scenario, List<Lane> lanes) {
        Results results = log.of(scenario.name());
        return results.build().equals(build(scenario)) ? results.roundsDone(lanes) : 0;
    }

    private void steady(Scenario scenario, List<Lane> lanes, int first) {
        try (RunningServers servers = new RunningServers(launcher, cores, scenario.settings());
                EndOfProgram _ = EndOfProgram.closes(servers)) {
            for (Lane lane : lanes) {
                servers.stop(lane.contender());
                lanes.forEach(other -> servers.of(other.contender()));
                measure(scenario, lane, servers, Phase.COLD, first, 0, plan.coldSeconds());
            }
            for (Lane lane : lanes) {
                progress.printf("%s: warming %s%n", scenario.name(), lane.label());
                load(scenario)
                        .run(scenario, lane, servers.of(lane.contender()), 0, plan.warmSeconds());
            }
            for (int round = first; round <= plan.rounds(); round++) {
                for (Lane lane : lanes) {
                    measure(
                            scenario,
                            lane,
                            servers,
                            Phase.ROUND,
                            round,
                            plan.warmup(),
                            plan.seconds());
                }
            }
        }
    }

    private void fresh(Scenario scenario, List<Lane> lanes, int first) {
        int warmup = scenario.kind() == Kind.SPREAD ? plan.warmSeconds() : plan.warmup();
        for (int round = first; round <= plan.rounds(); round++) {
            for (Lane lane : lanes) {
                try (RunningServers servers =
                                new RunningServers(
                                        launcher, cores(scenario), settings(scenario, lane));
                        EndOfProgram _ = EndOfProgram.closes(servers)) {
                    measure(scenario, lane, servers, Phase.ROUND, round, warmup, plan.seconds());
                }
            }
        }
    }

    private Cores cores(Scenario scenario) {
        return scenario.kind() == Kind.SPREAD ? Cores.ALL : cores;
    }

    private LoadProgram load(Scenario scenario) {
        return new LoadProgram(launcher, cores(scenario));
    }

    private static List<String> settings(Scenario scenario, Lane lane) {
        return Stream.concat(scenario.settings().stream(), lane.settings().stream()).toList();
    }

    private void starts(Scenario scenario, List<Lane> lanes, int first) {
        for (int round = first; round <= plan.rounds(); round++) {
            for (Lane lane : lanes) {
                try (RunningServers servers = new RunningServers(launcher, Cores.ALL, List.of());
                        EndOfProgram _ = EndOfProgram.closes(servers)) {
                    RunningServer server = servers.of(lane.contender());
                    JsonNode figures = figuresOfStart(server);
                    keep(
                            scenario,
                            lane,
                            Phase.ROUND,
                            round,
                            server,
                            new Outcome(List.of(), null, figures));
                }
            }
        }
    }

    private JsonNode figuresOfStart(RunningServer server) {
        try {
            Thread.sleep(plan.settleSeconds() * 1_000L);
        } catch (InterruptedException e) {
            throw Programs.interrupted();
        }
        return Result.JSON
                .createObjectNode()
                .put("firstPongMillis", server.firstPong().toNanos() / 1e6)
                .put("residentBytes", ProcessFacts.residentBytes(server.pid()));
    }

    private void measure(
            Scenario scenario,
            Lane lane,
            RunningServers servers,
            Phase phase,
            int round,
            int warmup,
            int seconds) {
        RunningServer server = servers.of(lane.contender());
        keep(
                scenario,
                lane,
                phase,
                round,
                server,
                load(scenario).run(scenario, lane, server, warmup, seconds));
    }

    private void keep(
            Scenario scenario,
            Lane lane,
            Phase phase,
            int round,
            RunningServer server,
            Outcome outcome) {
        log.add(
                new Result(
                        scenario.name(),
                        lane.name(),
                        phase,
                        round,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        build(scenario),
                        server.command(),
                        outcome.command(),
                        outcome.error(),
                        outcome.figures()));
        Metric metric = scenario.mainMetric();
        @Nullable String error = outcome.error();
        progress.printf(
                "%s: %s, %s: %s%n",
                scenario.name(),
                phase == Phase.COLD ? "cold" : "round %d of %d".formatted(round, plan.rounds()),
                lane.label(),
                error == null
                        ? metric.label() + " " + Numbers.shown(metric.of(outcome.figures()), metric)
                        : "FAILED: " + error);
    }
}
