package io.crier.bench.compare;

import java.util.Locale;

/** How figures are shown: {@code 1,234,567}, and ratios with two decimals. */
final class Numbers {
    private static final String NOTHING = "–";

    private Numbers() {}

    static String shown(double value, Metric metric) {
        return shown(value, metric.decimals());
    }

    static String shown(double value, int decimals) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%,." + decimals + "f", value)
                : NOTHING;
    }

    static String ratio(double value) {
        return shown(value, Math.abs(value) >= 100 ? 0 : 2);
    }

    /** The median, and below it the smallest and the largest figure, for a cell of a table. */
    static String shown(Spread spread, Metric metric) {
        return cell(
                spread,
                shown(spread.median(), metric),
                shown(spread.min(), metric),
                shown(spread.max(), metric));
    }

    static String ratio(Spread spread) {
        return cell(spread, ratio(spread.median()), ratio(spread.min()), ratio(spread.max()));
    }

    private static String cell(Spread spread, String median, String min, String max) {
        if (spread.isEmpty()) {
            return NOTHING;
        }
        return spread.count() == 1
                ? "**%s**".formatted(median)
                : "**%s**<br>%s–%s".formatted(median, min, max);
    }
}
