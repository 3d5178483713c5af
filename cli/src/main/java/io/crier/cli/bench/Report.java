package io.crier.cli.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A result as people and as programs read it. */
public final class Report {
    static final double MEGABYTE = 1 << 20;

    private static final double THOUSANDTHS = 1_000;

    private Report() {}

    /** One object on one line. */
    public static String json(Result result) {
        return Json.of(fields(result));
    }

    /** A line of names and a line of values; names of nested fields have a dot. */
    public static String csv(Result result) {
        StringJoiner names = new StringJoiner(",");
        StringJoiner values = new StringJoiner(",");
        row("", fields(result), names, values);
        return names + "\n" + values;
    }

    /** A few aligned lines. */
    public static String text(Result result) {
        return new TextReport(result).toString();
    }

    private static Map<String, @Nullable Object> fields(Result result) {
        Plan plan = result.plan();
        double seconds = result.seconds();
        Tally.Counts counts = result.counts();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("scenario", plan.scenario().name());
        fields.put("protocol", plan.protocol().word());
        fields.put("subscribers", plan.subscribers());
        fields.put("publishers", plan.publishers());
        fields.put("channels", plan.channels());
        fields.put("patterns", plan.patterns());
        fields.put("size", plan.size());
        fields.put("window", plan.rate() > 0 ? 0 : plan.window());
        fields.put("rate", plan.rate());
        fields.put("seconds", rounded(seconds));
        fields.put("warmup", plan.warmup());
        fields.put("publishes", counts.publishes());
        fields.put("deliveries", counts.deliveries());
        fields.put("publishesPerSecond", rounded(counts.publishes() / seconds));
        fields.put("deliveriesPerSecond", rounded(counts.deliveries() / seconds));
        fields.put("bytesPerSecond", rounded(counts.bytes() / seconds));
        fields.put("latency", result.latency().fields());
        fields.put("server", result.server() == null ? null : server(result, result.server()));
        fields.put("client", client(result));
        fields.put("checks", checks(result.checks()));
        fields.putAll(result.particulars());
        return fields;
    }

    private static Map<String, @Nullable Object> server(Result result, ServerUse use) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        double cpu = use.cpuSeconds();
        fields.put("pid", use.pid());
        fields.put("cpuSeconds", rounded(cpu));
        fields.put("cpu", rounded(cpu / result.seconds()));
        fields.put("deliveriesPerCpuSecond", per(result.counts().deliveries(), cpu));
        fields.put("publishesPerCpuSecond", per(result.counts().publishes(), cpu));
        fields.put("residentBytesBefore", use.residentBytesBefore());
        fields.put("residentBytes", use.residentBytes());
        fields.put("residentBytesMax", use.residentBytesMax());
        return fields;
    }

    private static Map<String, @Nullable Object> client(Result result) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("cpuSeconds", rounded(result.clientCpuSeconds()));
        fields.put("cpu", rounded(result.clientCpuSeconds() / result.seconds()));
        return fields;
    }

    private static Map<String, @Nullable Object> checks(Checks checks) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("lost", checks.lost());
        fields.put("outOfOrder", checks.outOfOrder());
        fields.put("duplicated", checks.duplicated());
        fields.put("repliesDisagreeing", checks.repliesDisagreeing());
        fields.put("errors", checks.errors());
        return fields;
    }

    private static void row(
            String prefix, Map<?, ?> fields, StringJoiner names, StringJoiner values) {
        fields.forEach((name, value) -> {
            if (value instanceof Map<?, ?> nested) {
                row(prefix + name + ".", nested, names, values);
            } else {
                names.add(prefix + name);
                values.add(value == null ? "" : value.toString());
            }
        });
    }

    /** Null when the processor time is too short to have been seen. */
    static @Nullable Double per(long count, double cpuSeconds) {
        return cpuSeconds > 0 ? rounded(count / cpuSeconds) : null;
    }

    private static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }
}
