package io.crier.server.command;

import io.crier.server.telemetry.LatencyEvents;
import java.util.List;
import java.util.LongSummaryStatistics;

/** The samples of LATENCY for people: as bars, and in words. */
final class LatencyReport {
    private static final String BARS = "_.-=*#";

    private LatencyReport() {}

    /** One bar for each sample, the oldest first. */
    static String graph(LatencyEvents.History history) {
        LongSummaryStatistics millis = millis(history);
        StringBuilder bars = new StringBuilder();
        long range = Math.max(1, millis.getMax() - millis.getMin());
        for (LatencyEvents.Sample sample : history.samples()) {
            long height = (sample.millis() - millis.getMin()) * (BARS.length() - 1) / range;
            bars.append(BARS.charAt((int) height));
        }
        return "%s - high %d ms, low %d ms (all time high %d ms)\n%s\n%s\n"
                .formatted(
                        history.event(),
                        millis.getMax(),
                        millis.getMin(),
                        history.maxMillis(),
                        "-".repeat(bars.length()),
                        bars);
    }

    static String diagnosis(long thresholdMillis, List<LatencyEvents.History> all) {
        if (thresholdMillis == 0) {
            return "Nothing is watched: latency-monitor-threshold is 0. CONFIG SET latency-monitor-threshold <ms> "
                    + "keeps every command that takes at least that long.\n";
        }
        if (all.isEmpty()) {
            return "Nothing took " + thresholdMillis + " ms or longer since the watch began.\n";
        }
        StringBuilder text = new StringBuilder();
        for (LatencyEvents.History history : all) {
            LongSummaryStatistics millis = millis(history);
            text.append(
                    "%s: %d samples, %.0f ms in the mean, %d ms at most (%d ms ever)\n"
                            .formatted(
                                    history.event(),
                                    millis.getCount(),
                                    millis.getAverage(),
                                    millis.getMax(),
                                    history.maxMillis()));
        }
        return text.append(
                        "SLOWLOG GET shows which commands took long. If these did not, look for pauses of the "
                                + "garbage collector and for other programs on this machine.\n")
                .toString();
    }

    private static LongSummaryStatistics millis(LatencyEvents.History history) {
        return history.samples().stream()
                .mapToLong(LatencyEvents.Sample::millis)
                .summaryStatistics();
    }
}
