package io.crier.server.conformance;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.crier.server.conformance.Scenario.Exchange;
import io.crier.server.conformance.Servers.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/** Turns transcripts into tests that replay them on both servers of a pair. */
final class Comparison {

    /** Where the transcripts are, seen from the module that Maven runs in. */
    static final Path TRANSCRIPTS = Path.of("src/test/resources/conformance");

    private static final int SHOWN = 5;

    private Comparison() {}

    /** One container for each file, one test for each scenario and dialect. */
    static Stream<DynamicNode> tests(Servers servers, boolean byteByByte) {
        return Transcript.readAll(TRANSCRIPTS).stream()
                .filter(scenario -> !byteByByte || !scenario.whole())
                .collect(
                        Collectors.groupingBy(
                                Scenario::file, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(file ->
                        dynamicContainer(
                                file.getKey(),
                                file.getValue().stream()
                                        .flatMap(s -> tests(servers, s, byteByByte))));
    }

    private static Stream<DynamicTest> tests(
            Servers servers, Scenario scenario, boolean byteByByte) {
        return scenario.dialects().stream()
                .map(dialect ->
                        dynamicTest(
                                "%s: %s (%s)".formatted(scenario.file(), scenario.name(), dialect),
                                () -> compare(servers, scenario, dialect, byteByByte)));
    }

    private static void compare(
            Servers servers, Scenario scenario, Dialect dialect, boolean byteByByte) {
        if (scenario.fresh()) {
            try (var pair = servers.fresh(scenario.settings())) {
                compare(pair, scenario, dialect, byteByByte);
            }
        } else {
            compare(servers.shared(scenario.settings()), scenario, dialect, byteByByte);
        }
    }

    private static void compare(Pair pair, Scenario scenario, Dialect dialect, boolean byteByByte) {
        var expected = replay("redis-server", pair.reference(), scenario, dialect, false);
        var actual = replay("the tested server", pair.tested(), scenario, dialect, byteByByte);
        List<String> mismatches = new ArrayList<>();
        for (var i = 0; i < expected.size(); i++) {
            var exchange = scenario.exchanges().get(i);
            var difference = pair.tested().isCrier() ? exchange.difference() : null;
            var same =
                    difference == null
                            ? actual.get(i).equals(expected.get(i))
                            : difference.allows(dialect, actual.get(i));
            if (!same) {
                var wanted = difference == null ? expected.get(i) : difference.in(dialect);
                mismatches.add(mismatch(scenario, exchange, wanted, actual.get(i)));
            }
        }
        if (!mismatches.isEmpty()) {
            throw new AssertionError(
                    mismatches.size()
                            + " answers differ\n"
                            + String.join("\n", mismatches.stream().limit(SHOWN).toList()));
        }
    }

    private static List<String> replay(
            String who, Target target, Scenario scenario, Dialect dialect, boolean byteByByte) {
        try {
            return new Replay(target, dialect, byteByByte).run(scenario);
        } catch (AssertionError wrong) {
            throw new AssertionError(who + ": " + wrong.getMessage(), wrong);
        }
    }

    private static String mismatch(
            Scenario scenario, Exchange exchange, String wanted, String actual) {
        return "%s.txt:%d %s> %s%n  wanted %s%n  got    %s"
                .formatted(
                        scenario.file(),
                        exchange.line(),
                        exchange.connection(),
                        exchange.text(),
                        Escapes.show(wanted),
                        Escapes.show(actual));
    }
}
