package io.crier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.crier.bench.compare.Result.Phase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way, for a moment: real servers, a real load, and the page. */
@Tag("programs")
final class ComparisonTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final Path folder;

    ComparisonTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void crierAndRedisAreMeasuredAndTheSecondTimeNothingIsMissing() throws Exception {
        compare("fan-out-100");

        Results results = new ResultLog(folder).of("fan-out-100");
        assertThat(results.failures()).isEmpty();
        for (Lane lane : new Lane[] {Lane.of(Contender.CRIER), Lane.of(Contender.REDIS)}) {
            for (Phase phase : Phase.values()) {
                assertThat(results.figures(lane, phase, Metric.DELIVERIES))
                        .hasSize(1)
                        .allSatisfy((_, speed) -> assertThat(speed).isPositive());
            }
        }
        assertThat(Files.readString(folder.resolve("performance.md")))
                .contains("| 100 subscribers | deliveries per CPU second | **")
                .contains("![Plot: throughput](performance/throughput.svg)");
        assertThat(folder.resolve("performance/throughput.svg")).isNotEmptyFile();

        compare("fan-out-100");

        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("fan-out-100: nothing is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket-100", "loops"})
    void twoLanesOfCrierAreMeasuredToo(String scenario) {
        compare(scenario);

        Results results = new ResultLog(folder).of(scenario);
        assertThat(results.failures()).isEmpty();
        assertThat(Catalogue.named(List.of(scenario)).getFirst().lanes())
                .hasSize(2)
                .allSatisfy(lane ->
                        assertThat(results.figures(lane, Phase.ROUND, Metric.DELIVERIES))
                                .hasSize(1)
                                .allSatisfy((_, speed) -> assertThat(speed).isPositive()))
                .allSatisfy(lane ->
                        assertThat(String.join(" ", results.newest(lane).orElseThrow().server()))
                                .endsWith(String.join(" ", lane.settings())));
    }

    @Test
    void bothServersAreMeasuredOverTls() {
        compare("tls");

        Results results = new ResultLog(folder).of("tls");
        assertThat(results.failures()).isEmpty();
        for (Lane lane : Catalogue.named(List.of("tls")).getFirst().lanes()) {
            assertThat(results.figures(lane, Phase.ROUND, Metric.DELIVERIES)).hasSize(1);
            Result newest = results.newest(lane).orElseThrow();
            String option = lane.variant().equals("TLS") ? "--tls-port" : "--port";
            assertThat(after("-p", newest.load())).isEqualTo(after(option, newest.server()));
        }
    }

    private static String after(String word, List<String> words) {
        return words.get(words.indexOf(word) + 1);
    }

    private void compare(String scenario) {
        Options options =
                Options.of(
                        ROOT,
                        scenario,
                        "--quick",
                        "--servers",
                        "crier,redis-server",
                        "--results",
                        folder.toString(),
                        "--page",
                        folder.resolve("performance.md").toString());
        Main.run(ROOT, new PrintStream(progress, true, StandardCharsets.UTF_8), options);
    }
}
