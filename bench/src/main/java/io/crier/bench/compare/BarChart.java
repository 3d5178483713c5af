package io.crier.bench.compare;

import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Groups of bars, one bar for each server, with the distance from smallest to largest figure. */
final class BarChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int LABEL_DEGREES = 20;

    private final CategoryChart chart;
    private final List<String> categories;

    BarChart(String unit, List<String> categories) {
        this.categories = List.copyOf(categories);
        chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).yAxisTitle(unit).build();
        Theme.applyTo(chart.getStyler());
        chart.getStyler().setXAxisLabelRotation(LABEL_DEGREES);
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
    }

    /** A server's bars, one per category; those without figures stay empty. */
    void add(Contender contender, List<Spread> spreads) {
        if (spreads.stream().allMatch(Spread::isEmpty)) {
            return;
        }
        List<Double> medians = spreads.stream().map(BarChart::bar).toList();
        List<Double> reach = spreads.stream().map(BarChart::reach).toList();
        CategorySeries series = chart.addSeries(contender.label(), categories, medians, reach);
        series.setFillColor(Theme.colorOf(contender));
    }

    String toSvg() {
        return Theme.svg(chart);
    }

    private static Double bar(Spread spread) {
        return spread.isEmpty() ? Double.NaN : spread.median();
    }

    private static Double reach(Spread spread) {
        return spread.isEmpty() ? Double.NaN : (spread.max() - spread.min()) / 2;
    }
}
