package io.crier.bench.compare;

import io.crier.bench.compare.LoadProgram.Outcome;
import io.crier.bench.compare.Result.Phase;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** One load on one Crier for many minutes: does it get slower, does it grow? */
final class Soak {
    /** The name of its results. */
    static final String NAME = "soak";

    /** Its only lane. */
    static final Lane LANE = Lane.of(Contender.CRIER);

    private static final int CONNECT_SECONDS = 2;
    private static final int SECONDS = 58;

    private Soak() {}

    /** Each minute is one run of the load generator; the server is the same from first to last. */
    static void run(
            Scenario scenario,
            int minutes,
            Path launcher,
            ResultLog log,
            Machine machine,
            PrintStream progress) {
        Cores cores = Cores.ofThisMachine();
        LoadProgram load = new LoadProgram(launcher, cores);
        String build = machine.build() + "; " + Instant.now();
        try (RunningServers servers = new RunningServers(launcher, cores, scenario.settings());
                EndOfProgram _ = EndOfProgram.closes(servers)) {
            RunningServer server = servers.of(Contender.CRIER);
            for (int minute = 1; minute <= minutes && server.isAlive(); minute++) {
                Outcome outcome = load.run(scenario, LANE, server, CONNECT_SECONDS, SECONDS);
                log.add(result(minute, build, server, outcome));
                progress.printf(
                        "%s: minute %d of %d: %s %s, %s MiB%n",
                        NAME,
                        minute,
                        minutes,
                        Numbers.shown(Metric.DELIVERIES.of(outcome.figures()), Metric.DELIVERIES),
                        Metric.DELIVERIES.label(),
                        Numbers.shown(
                                Metric.LOADED_RESIDENT.of(outcome.figures()),
                                Metric.LOADED_RESIDENT));
            }
        }
    }

    private static Result result(int minute, String build, RunningServer server, Outcome outcome) {
        return new Result(
                NAME,
                LANE.name(),
                Phase.ROUND,
                minute,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                build,
                List.copyOf(server.command()),
                outcome.command(),
                outcome.error(),
                outcome.figures());
    }
}
