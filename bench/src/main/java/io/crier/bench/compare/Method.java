package io.crier.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the figures were got: machine, versions, order of the runs, command lines, what failed. */
final class Method {
    private final Path root;
    private final ResultLog log;
    private final Machine machine;

    Method(Path root, ResultLog log, Machine machine) {
        this.root = root;
        this.log = log;
        this.machine = machine;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(how());
        text.append(machine());
        text.append("\n### Command lines\n");
        Catalogue.all().forEach(scenario -> text.append(commands(scenario)));
        text.append(aside());
        return text.toString();
    }

    private String how() {
        return """

        ## How it was measured

        - All servers run at once; those that are not measured are idle. %s (`taskset`), so that each server has one
          processor and the load another one.
        - A server starts, is loaded for its cold seconds, then warmed by the same load. Then come rounds in which every
          server has its turn, so that what disturbs the machine disturbs all of them.
        - A cell shows the median of the rounds, and below it the smallest and the largest figure. A ratio is the median
          of the ratios within each round.
        - A figure per CPU second is what the load generator counted, divided by the user and system time that the kernel
          counted for the server's process meanwhile. Memory is the process' resident memory as the kernel counts it,
          of idle clients 15 s after the last one came.
        - The load generator is `crier bench`. It checks order, loss, duplicates and the counts that PUBLISH answers; a
          run in which a check fails gives no figure and is named below. It is a new process for each run, so its own
          first seconds are in the cold figures of every server.
        - A NATS publish is not answered, while PUBLISH answers with the number of receivers.
        - Every server runs as its package or launcher starts it. What is added: addresses and ports, for redis-server no
          snapshots on disk, more clients where a scenario has 10,000 connections, and the number of Crier's loops where
          that is what is compared.
        """
                .formatted(sentence(machine.pinning()));
    }

    private String machine() {
        return """

        | | |
        |---|---|
        | Date | %s |
        | Kernel | %s |
        | System | %s |
        | Processors | %s |
        | Memory | %s |
        | Java | %s |
        | Crier | %s |
        | redis-server | %s |
        | nats-server | %s |
        | Crier's JVM | `%s` |
        """
                .formatted(
                        machine.date(),
                        machine.kernel(),
                        machine.distribution(),
                        machine.processor(),
                        machine.memory(),
                        machine.java(),
                        machine.crier(),
                        machine.redis(),
                        machine.nats(),
                        local(String.join(" ", machine.jvm())));
    }

    private String commands(Scenario scenario) {
        Results results = log.of(scenario.name());
        if (results.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append(
                "\n`bench/compare %s`: %s\n\n```\n".formatted(scenario.name(), scenario.title()));
        for (Lane lane : scenario.lanes()) {
            results.newest(lane)
                    .ifPresent(result -> {
                        text.append(line(result.server()));
                        text.append(result.load().isEmpty() ? "" : line(result.load()));
                    });
        }
        return text.append("```\n").toString();
    }

    /** What failed, and what was not measured at all. */
    private String aside() {
        StringBuilder text = new StringBuilder();
        List<String> missing = new ArrayList<>();
        for (Scenario scenario : Catalogue.all()) {
            Results results = log.of(scenario.name());
            if (results.isEmpty()) {
                missing.add(scenario.title());
            }
            for (Result failed : results.failures()) {
                text.append(
                        "- %s, %s, round %d: %s\n"
                                .formatted(
                                        scenario.title(),
                                        failed.lane(),
                                        failed.round(),
                                        Optional.ofNullable(failed.error())
                                                .orElse("")
                                                .replace('\n', ' ')));
            }
        }
        String failures =
                text.isEmpty() ? "" : "\n### Runs that failed and do not count\n\n" + text;
        return missing.isEmpty()
                ? failures
                : failures + "\nNot measured: " + String.join("; ", missing) + ".\n";
    }

    private String line(List<String> words) {
        StringBuilder line = new StringBuilder();
        String option = "";
        for (String word : words) {
            String shown =
                    switch (option) {
                        case "-p", "--port", "--http-port" -> "PORT";
                        case "--server-pid" -> "PID";
                        default -> word.isEmpty() ? "''" : local(word);
                    };
            line.append(line.isEmpty() ? "" : " ").append(shown);
            option = word;
        }
        return line.append('\n').toString();
    }

    private String local(String text) {
        return text.replace(root.toString(), ".").replaceAll("port \\d+", "port PORT");
    }

    private static String sentence(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
