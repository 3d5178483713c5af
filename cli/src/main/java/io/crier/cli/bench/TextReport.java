package io.crier.cli.bench;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A result in a few aligned lines. */
final class TextReport {
    private final StringBuilder text = new StringBuilder();

    TextReport(Result result) {
        heading(result.plan());
        boolean isIdle = result.plan().scenario() instanceof Scenario.Idle;
        if (!isIdle) {
            traffic(result);
        }
        result.particulars().forEach(this::particular);
        if (result.server() == null) {
            line("server", "not on this machine, so its processor time and memory are unknown");
        } else {
            server(result, result.server(), isIdle);
        }
        line("client", decimal(result.clientCpuSeconds() / result.seconds(), 2) + " cores");
        if (!isIdle) {
            checks(result.checks());
        }
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }

    private void heading(Plan plan) {
        StringJoiner words = new StringJoiner(", ");
        if (plan.scenario() instanceof Scenario.Idle idle) {
            words.add(whole(idle.connections()) + " connections");
            words.add(whole(idle.channelsEach()) + " of " + whole(plan.channels()) + " channels");
        } else {
            words.add(whole(plan.subscribers()) + " subscribers");
            words.add(whole(plan.publishers()) + " publishers");
            words.add(whole(plan.channels()) + " channels");
            if (plan.patterns() > 0) {
                words.add(whole(plan.patterns()) + " patterns");
            }
            words.add(whole(plan.size()) + " bytes");
            words.add(
                    plan.rate() > 0
                            ? whole(plan.rate()) + " publishes/s"
                            : "window " + whole(plan.window()));
        }
        line(plan.scenario().name(), words.add(plan.protocol().word()).toString());
    }

    private void traffic(Result result) {
        double seconds = result.seconds();
        Tally.Counts counts = result.counts();
        line("publishes", whole(counts.publishes() / seconds) + "/s");
        line(
                "deliveries",
                "%s/s, %s MB/s, in %s s"
                        .formatted(
                                whole(counts.deliveries() / seconds),
                                megabytes(Math.round(counts.bytes() / seconds)),
                                decimal(seconds, 1)));
        line("latency, µs", latency(result.latency().fields()));
    }

    private void server(Result result, ServerUse use, boolean isIdle) {
        double cpu = use.cpuSeconds();
        line("server", decimal(cpu / result.seconds(), 2) + " cores");
        if (!isIdle && cpu > 0) {
            line("  deliveries per CPU second", whole(result.counts().deliveries() / cpu));
            line("  publishes per CPU second", whole(result.counts().publishes() / cpu));
        }
        line(
                "  memory",
                "%s MB before, %s MB at the end, %s MB at most"
                        .formatted(
                                megabytes(use.residentBytesBefore()),
                                megabytes(use.residentBytes()),
                                megabytes(use.residentBytesMax())));
    }

    private void checks(Checks checks) {
        if (checks.areClean()) {
            line("checks", "nothing lost, reordered or duplicated; all replies agree");
            return;
        }
        line(
                "checks FAILED",
                "%d lost, %d out of order, %d duplicated, %d replies disagreeing, %d errors"
                        .formatted(
                                checks.lost(),
                                checks.outOfOrder(),
                                checks.duplicated(),
                                checks.repliesDisagreeing(),
                                checks.errors()));
        if (checks.firstError() != null) {
            line("first error", checks.firstError());
        }
    }

    private void particular(String name, @Nullable Object value) {
        String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
        switch (value) {
            case null -> line(words, "unknown");
            case Map<?, ?> latency -> line(words + ", µs", latency(latency));
            case Double number -> line(words, decimal(number, 1));
            case Number number -> line(words, whole(number.doubleValue()));
            default -> line(words, value.toString());
        }
    }

    private static String latency(Map<?, ?> fields) {
        StringJoiner words = new StringJoiner("   ");
        fields.forEach((name, value) ->
                words.add(name + " " + (value instanceof Double v ? whole(v) : "-")));
        return words.toString();
    }

    static String megabytes(long bytes) {
        return decimal(bytes / Report.MEGABYTE, 1);
    }

    static String whole(double value) {
        return decimal(value, 0);
    }

    /** With commas between thousands, whatever the locale. */
    static String decimal(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private void line(String label, String value) {
        text.append(label).repeat(' ', Math.max(1, 32 - label.length())).append(value).append('\n');
    }
}
