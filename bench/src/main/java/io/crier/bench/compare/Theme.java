package io.crier.bench.compare;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * How plots look. They are drawn for a light page; a style sheet inside of them exchanges the paper
 * and the ink where the reader prefers dark ones. The colours of the servers stand out on both.
 */
final class Theme {
    private static final Color PAPER = new Color(254, 254, 254);
    private static final Color INK = new Color(31, 35, 40);
    private static final Color GRID = new Color(209, 217, 224);

    /** A colour of the light page, and what stands for it on a dark one. */
    private record Exchange(Color light, String dark) {}

    private static final List<Exchange> EXCHANGES =
            List.of(
                    new Exchange(PAPER, "#0d1117"),
                    new Exchange(INK, "#e6edf3"),
                    new Exchange(GRID, "#3d444d"));

    /** A coordinate with more digits than anyone sees. */
    private static final Pattern LONG_NUMBER = Pattern.compile("-?\\d+\\.\\d{3,}");

    private Theme() {}

    static Color colorOf(Contender contender) {
        return switch (contender) {
            case CRIER -> new Color(47, 129, 247);
            case REDIS -> new Color(219, 109, 40);
            case NATS -> new Color(125, 133, 144);
        };
    }

    static void applyTo(AxesChartStyler styler) {
        styler.setChartBackgroundColor(PAPER);
        styler.setPlotBackgroundColor(PAPER);
        styler.setLegendBackgroundColor(PAPER);
        styler.setChartFontColor(INK);
        styler.setAxisTickLabelsColor(INK);
        styler.setXAxisTickLabelsColor(INK);
        styler.setYAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(GRID);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setErrorBarsColor(INK);
        styler.setPlotBorderVisible(false);
        styler.setLegendBorderColor(GRID);
        styler.setChartTitleVisible(false);
        styler.setPlotGridVerticalLinesVisible(false);
    }

    static String svg(Chart<?, ?> chart) {
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        try {
            VectorGraphicsEncoder.saveVectorGraphic(chart, drawn, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String svg = drawn.toString(StandardCharsets.UTF_8);
        return rounded(svg).replaceFirst("(<svg[^>]*>)", "$1\n" + styleSheet());
    }

    private static String rounded(String svg) {
        return LONG_NUMBER
                .matcher(svg)
                .replaceAll(found ->
                        new BigDecimal(found.group())
                                .setScale(2, RoundingMode.HALF_EVEN)
                                .stripTrailingZeros()
                                .toPlainString());
    }

    private static String styleSheet() {
        StringBuilder rules = new StringBuilder("<style>@media (prefers-color-scheme: dark) {\n");
        for (Exchange exchange : EXCHANGES) {
            Color light = exchange.light();
            String rgb =
                    "rgb(%d,%d,%d)".formatted(light.getRed(), light.getGreen(), light.getBlue());
            for (String property : List.of("fill", "stroke")) {
                rules.append(
                        "[style*=\"%1$s:%2$s\"] { %1$s: %3$s !important; }\n"
                                .formatted(property, rgb, exchange.dark()));
            }
        }
        return rules.append("}</style>").toString();
    }
}
