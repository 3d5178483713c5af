package io.crier.bench.jmh;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * Results as a table in Markdown, with what one message or delivery costs and how many there are in
 * a second.
 */
record Table(List<Row> rows) {
    private static final String BYTES = "gc.alloc.rate.norm";

    /** What one operation consists of, by the names of the benchmarks' parameters. */
    private static final List<String> PARTS = List.of("burst", "subscribers", "names");

    /**
     * One benchmark with its parameters.
     *
     * @param nanos of one operation in one of the threads
     * @param errorNanos half of the confidence interval of 99.9 %; NaN with too few iterations
     * @param cpuNanos of the processor for one operation, on all threads; NaN when not measured
     * @param bytes that one operation allocates; NaN when not measured
     * @param parts messages, deliveries or names in an operation
     * @param partsPerSecond in all threads together
     */
    record Row(
            String name,
            String parameters,
            double nanos,
            double errorNanos,
            double cpuNanos,
            double bytes,
            long parts,
            double partsPerSecond) {

        static Row of(RunResult run) {
            BenchmarkParams params = run.getParams();
            Result<?> primary = run.getPrimaryResult();
            boolean rate = params.getMode() == Mode.Throughput;
            double unitNanos = TimeUnit.NANOSECONDS.convert(1, params.getTimeUnit());
            int threads = params.getThreads();
            double score = primary.getScore();
            double nanos = rate ? threads * unitNanos / score : score * unitNanos;
            double error = primary.getScoreError() / score * nanos;
            long parts = 1;
            List<String> parameters = new ArrayList<>();
            for (String key : params.getParamsKeys()) {
                String value = params.getParam(key);
                parameters.add(key + "=" + value);
                if (PARTS.contains(key)) {
                    parts *= Long.parseLong(value);
                }
            }
            return new Row(
                    name(params.getBenchmark()),
                    String.join(" ", parameters),
                    nanos,
                    error,
                    secondary(run, CpuProfiler.NANOS),
                    secondary(run, BYTES),
                    parts,
                    1e9 * threads * parts / nanos);
        }

        private static double secondary(RunResult run, String name) {
            Result<?> result = run.getSecondaryResults().get(name);
            return result == null ? Double.NaN : result.getScore();
        }

        private static String name(String benchmark) {
            int method = benchmark.lastIndexOf('.');
            int type = benchmark.lastIndexOf('.', method - 1);
            return benchmark.substring(type + 1);
        }

        private String line() {
            return "| %s | %s | %s ± %s | %s | %s | %s | %s | %,.0f |"
                    .formatted(
                            name,
                            parameters,
                            number(nanos),
                            number(errorNanos),
                            number(cpuNanos),
                            number(bytes),
                            number(cpuNanos / parts),
                            number(bytes / parts),
                            partsPerSecond);
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
        }
    }

    static Table of(Collection<RunResult> results) {
        return new Table(results.stream().map(Row::of).toList());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "| benchmark | parameters | ns/op | CPU ns/op | B/op | CPU ns each | B each | each per second |");
        lines.add("|---|---|--:|--:|--:|--:|--:|--:|");
        rows.forEach(row -> lines.add(row.line()));
        lines.add("");
        lines.add(
                "each: one message, delivery (message and subscriber) or name of an operation, by its"
                        + " parameters; CPU: of the whole process, the collector and compiler included");
        return lines;
    }
}
