package io.crier.bench.compare;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Two figures over time, each with an axis of its own that begins at zero. */
final class LineChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;

    private LineChart() {}

    static String svg(
            String time,
            List<Double> times,
            String left,
            List<Double> leftFigures,
            String right,
            List<Double> rightFigures) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).xAxisTitle(time).build();
        Theme.applyTo(chart.getStyler());
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
        chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
        chart.setYAxisGroupTitle(0, left);
        chart.setYAxisGroupTitle(1, right);
        for (int axis = 0; axis < 2; axis++) {
            chart.getStyler().setYAxisMin(axis, 0.0);
        }
        add(chart, left, times, leftFigures, Contender.CRIER, 0);
        add(chart, right, times, rightFigures, Contender.REDIS, 1);
        return Theme.svg(chart);
    }

    private static void add(
            XYChart chart,
            String name,
            List<Double> times,
            List<Double> figures,
            Contender color,
            int axis) {
        XYSeries series = chart.addSeries(name, times, figures);
        series.setYAxisGroup(axis);
        series.setLineColor(Theme.colorOf(color));
        series.setMarker(SeriesMarkers.NONE);
    }
}
