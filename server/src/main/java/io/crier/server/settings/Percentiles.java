package io.crier.server.settings;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A list of percentiles from 0 to 100, which may be empty. */
record Percentiles() implements ValueType<List<Double>> {
    @Override
    public Parsed<List<Double>> parse(List<String> words, List<Double> current) {
        if (words.equals(List.of(""))) {
            return Parsed.good(List.of());
        }
        List<Double> percentiles = new ArrayList<>();
        for (String word : words) {
            if (!word.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
                return Parsed.wrong("Invalid latency-tracking-info-percentiles parameters");
            }
            double percentile = Double.parseDouble(word);
            if (percentile < 0 || percentile > 100) {
                return Parsed.wrong(
                        "latency-tracking-info-percentiles parameters should sit between"
                                + " [0.0,100.0]");
            }
            percentiles.add(percentile);
        }
        return Parsed.good(List.copyOf(percentiles));
    }

    @Override
    public String print(List<Double> value) {
        return value.stream().map(Percentiles::plain).collect(Collectors.joining(" "));
    }

    private static String plain(double percentile) {
        return BigDecimal.valueOf(percentile).stripTrailingZeros().toPlainString();
    }

    @Override
    public List<String> lines(List<Double> value) {
        return List.of(value.isEmpty() ? "\"\"" : print(value));
    }

    @Override
    public boolean manyWords() {
        return true;
    }

    @Override
    public String allowed() {
        return "numbers from 0 to 100";
    }
}
