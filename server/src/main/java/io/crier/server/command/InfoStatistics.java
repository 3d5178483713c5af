package io.crier.server.command;

import io.crier.server.telemetry.CommandStats;
import java.math.BigDecimal;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The sections of INFO with a line for each command or error. */
final class InfoStatistics {
    private final Call call;
    private final InfoText text;
    private final CommandStats stats;

    InfoStatistics(Call call, InfoText text, CommandStats stats) {
        this.call = call;
        this.text = text;
        this.stats = stats;
    }

    void commands() {
        for (Command command : call.dispatcher().table().rows()) {
            int row = command.ordinal();
            long calls = stats.calls(row);
            if (calls + stats.rejections(row) + stats.failures(row) > 0) {
                double each = calls == 0 ? 0 : (double) stats.micros(row) / calls;
                text.field(
                        "cmdstat_" + command.fullName(),
                        String.format(
                                Locale.ROOT,
                                "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                                calls,
                                stats.micros(row),
                                each,
                                stats.rejections(row),
                                stats.failures(row)));
            }
        }
    }

    void errors() {
        call.node()
                .errors()
                .byCode()
                .forEach((code, count) -> text.field("errorstat_" + code, "count=" + count));
    }

    void latencies() {
        for (Command command : call.dispatcher().table().rows()) {
            Histogram latency = stats.latency(command.ordinal());
            if (latency != null) {
                text.field("latency_percentiles_usec_" + command.fullName(), percentiles(latency));
            }
        }
    }

    private String percentiles(Histogram latency) {
        StringBuilder line = new StringBuilder();
        for (double percentile : call.node().settings().current().latencyPercentiles()) {
            line.append(line.isEmpty() ? "p" : ",p")
                    .append(BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString())
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "=%.3f",
                                    latency.getValueAtPercentile(percentile) / 1_000.0));
        }
        return line.toString();
    }
}
