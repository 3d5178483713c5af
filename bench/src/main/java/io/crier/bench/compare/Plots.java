package io.crier.bench.compare;

import static io.crier.bench.compare.Result.Phase.ROUND;

import io.crier.bench.compare.Result.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The plots of the page, as SVG. */
final class Plots {
    private static final String COLD = "-cold";

    private Plots() {}

    /** Every plot that there are results for, by name. */
    static Map<String, String> all(Map<Section, List<Row>> rows, Results soak) {
        Map<String, String> plots = new LinkedHashMap<>();
        for (Map.Entry<Section, List<Row>> section : rows.entrySet()) {
            List<Row> measured = section.getValue();
            if (measured.isEmpty()) {
                continue;
            }
            switch (section.getKey()) {
                case THROUGHPUT -> {
                    for (Phase phase : Phase.values()) {
                        ratios(plots, nameOf(section.getKey(), phase), measured, phase);
                    }
                }
                case MEMORY -> ratios(plots, nameOf(Section.MEMORY, ROUND), measured, ROUND);
                case LATENCY, PATTERNS, DIALECTS ->
                        figures(plots, nameOf(section.getKey(), ROUND), measured);
                case STALLED, BROWSERS, TLS, CORES, START -> {}
            }
        }
        soak(plots, soak);
        return plots;
    }

    static String nameOf(Section section, Phase phase) {
        String name = section.name().toLowerCase(Locale.ROOT);
        return phase == Phase.COLD ? name + COLD : name;
    }

    /** What a plot shows, in words. */
    static String caption(String name) {
        return "Plot: " + name.replace('-', ' ');
    }

    private static void ratios(
            Map<String, String> plots, String name, List<Row> rows, Phase phase) {
        List<Row> compared =
                rows.stream()
                        .filter(row -> !row.toRedis(Contender.CRIER, phase).isEmpty())
                        .toList();
        if (compared.isEmpty()) {
            return;
        }
        BarChart chart =
                new BarChart(
                        unit(compared) + ", redis-server = 1",
                        compared.stream().map(Plots::category).toList());
        for (Contender contender : Contender.values()) {
            chart.add(
                    contender,
                    compared.stream().map(row -> row.toRedis(contender, phase)).toList());
        }
        plots.put(name, chart.toSvg());
    }

    private static void figures(Map<String, String> plots, String name, List<Row> rows) {
        List<Row> shown = rows.stream().filter(row -> row.metric() != Metric.LATENCY_MAX).toList();
        BarChart chart = new BarChart(unit(shown), shown.stream().map(Plots::category).toList());
        for (Contender contender : Contender.values()) {
            chart.add(contender, shown.stream().map(row -> row.spread(contender, ROUND)).toList());
        }
        plots.put(name, chart.toSvg());
    }

    private static String unit(List<Row> rows) {
        return switch (rows.getFirst().scenario().section()) {
            case LATENCY -> "µs";
            case MEMORY -> "bytes";
            case THROUGHPUT, PATTERNS, DIALECTS, STALLED, BROWSERS, TLS, CORES, START ->
                    rows.getFirst().metric().label();
        };
    }

    private static String category(Row row) {
        return switch (row.scenario().section()) {
            case LATENCY ->
                    "%s, %s"
                            .formatted(
                                    row.scenario().name(),
                                    row.metric().label().replaceFirst(",.*", ""));
            case PATTERNS, DIALECTS, TLS -> row.variant() + ", " + row.scenario().name();
            case THROUGHPUT, MEMORY, STALLED, BROWSERS, CORES, START -> row.scenario().name();
        };
    }

    private static void soak(Map<String, String> plots, Results soak) {
        SortedMap<Integer, Double> speeds = soak.figures(Soak.LANE, ROUND, Metric.DELIVERIES);
        if (speeds.size() < 3) {
            return;
        }
        SortedMap<Integer, Double> memory = soak.figures(Soak.LANE, ROUND, Metric.LOADED_RESIDENT);
        List<Double> minutes = new ArrayList<>();
        speeds.keySet().forEach(minute -> minutes.add(minute.doubleValue()));
        plots.put(
                Soak.NAME,
                LineChart.svg(
                        "minute",
                        minutes,
                        Metric.DELIVERIES.label(),
                        List.copyOf(speeds.values()),
                        Metric.LOADED_RESIDENT.label(),
                        List.copyOf(memory.values())));
    }
}
