package io.crier.bench.compare;

import io.crier.bench.compare.Result.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The page of figures, written from the results there are. */
final class Report {
    private final ResultLog log;
    private final Machine machine;
    private final Map<Section, List<Row>> rows = new EnumMap<>(Section.class);
    private final Method method;

    /**
     * @param root the repository, which is left out of command lines
     * @throws Failure when nothing was measured yet
     */
    Report(Path root, ResultLog log) {
        this.log = log;
        this.machine = log.machine();
        this.method = new Method(root, log, machine);
        for (Scenario scenario : Catalogue.all()) {
            rows.computeIfAbsent(scenario.section(), _ -> new ArrayList<>())
                    .addAll(Row.of(scenario, log.of(scenario.name())));
        }
    }

    /** Writes the page, and its plots into the folder beside it that has the page's name. */
    void write(Path page) {
        String folder = String.valueOf(page.getFileName()).replaceFirst("\\.md$", "");
        try {
            Path plots = Files.createDirectories(page.resolveSibling(folder));
            Map<String, String> svg = Plots.all(rows, log.of(Soak.NAME));
            for (Map.Entry<String, String> plot : svg.entrySet()) {
                Files.writeString(plots.resolve(plot.getKey() + ".svg"), plot.getValue());
            }
            Files.writeString(page, text(folder, List.copyOf(svg.keySet())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The page.
     *
     * @param folder of the plots
     * @param plots the names of those there are
     */
    String text(String folder, List<String> plots) {
        StringBuilder page = new StringBuilder();
        Targets targets = new Targets(log);
        page.append("# Performance\n\n")
                .append("Crier, redis-server and nats-server side by side on one machine. ")
                .append("Written by `bench/compare` from results of ")
                .append(machine.date())
                .append(
                        "; your machine will give other figures, and `bench/compare` tells which.\n\n")
                .append(targets.summary());
        for (Section section : Section.values()) {
            section(page, section, folder, plots);
        }
        page.append(SoakTable.text(log.of(Soak.NAME), picture(Soak.NAME, folder, plots)));
        page.append(targets.table());
        worse(page);
        page.append(method.text());
        return page.toString();
    }

    private void section(StringBuilder page, Section section, String folder, List<String> plots) {
        List<Row> measured = rows.getOrDefault(section, List.of());
        if (measured.isEmpty()) {
            return;
        }
        page.append("\n## ").append(section.title()).append("\n\n");
        page.append(section.meaning()).append("\n\n");
        table(page, measured, Phase.ROUND);
        page.append(picture(Plots.nameOf(section, Phase.ROUND), folder, plots));
        if (measured.stream().anyMatch(row -> !row.spread(Contender.CRIER, Phase.COLD).isEmpty())) {
            page.append("\nThe first seconds of a server that was just started:\n\n");
            table(page, measured, Phase.COLD);
            page.append(picture(Plots.nameOf(section, Phase.COLD), folder, plots));
        }
    }

    private static void table(StringBuilder page, List<Row> rows, Phase phase) {
        page.append("| | figure | Crier | redis-server | nats-server | Crier / redis-server |")
                .append(" Crier / nats-server |\n|---|---|--:|--:|--:|--:|--:|\n");
        for (Row row : rows) {
            page.append("| ").append(row.title()).append(" | ").append(row.metric().label());
            for (Contender contender : Contender.values()) {
                page.append(" | ");
                page.append(Numbers.shown(row.spread(contender, phase), row.metric()));
            }
            page.append(" | ").append(Numbers.ratio(row.ratioTo(Contender.REDIS, phase)));
            page.append(" | ").append(Numbers.ratio(row.ratioTo(Contender.NATS, phase)));
            page.append(" |\n");
        }
    }

    private static String picture(String name, String folder, List<String> plots) {
        return plots.contains(name)
                ? "\n![%s](%s/%s.svg)\n".formatted(Plots.caption(name), folder, name)
                : "";
    }

    private void worse(StringBuilder page) {
        List<String> lines = new ArrayList<>();
        for (List<Row> section : rows.values()) {
            for (Row row : section) {
                for (Contender other : List.of(Contender.REDIS, Contender.NATS)) {
                    for (Phase phase : List.of(Phase.ROUND, Phase.COLD)) {
                        if (row.isWorseThan(other, phase)) {
                            lines.add(worse(row, other, phase));
                        }
                    }
                }
            }
        }
        page.append("\n## Where Crier is behind\n\n");
        if (lines.isEmpty()) {
            page.append("In none of the figures above.\n");
        }
        lines.forEach(line -> page.append("- ").append(line).append('\n'));
    }

    private static String worse(Row row, Contender other, Phase phase) {
        Spread ratio = row.ratioTo(other, phase);
        return "%s%s: %s is %s times %s's (%s to %s)."
                .formatted(
                        row.title(),
                        phase == Phase.COLD ? ", in its first seconds" : "",
                        row.metric().label(),
                        Numbers.ratio(ratio.median()),
                        other.label(),
                        Numbers.ratio(ratio.min()),
                        Numbers.ratio(ratio.max()));
    }
}
