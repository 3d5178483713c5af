package io.crier.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark for a moment, in this JVM: that it still runs, not how fast. */
final class BenchmarksTest {
    static Stream<String> benchmarks() {
        return BenchmarkList.defaultList()
                .getAll(
                        OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                        List.of())
                .stream()
                .map(entry -> entry.getUsername());
    }

    @ParameterizedTest
    @MethodSource("benchmarks")
    void everyBenchmarkRuns(String benchmark) throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include("^" + benchmark.replace(".", "\\.") + "$")
                                        .param("size", "64")
                                        .param("burst", "16")
                                        .param("subscribers", "100")
                                        .param("names", "10")
                                        .param("presence", "elsewhere")
                                        .param("channels", "1000")
                                        .param("patterns", "MATCHING")
                                        .param("patternCount", "10000")
                                        .forks(0)
                                        .warmupIterations(0)
                                        .measurementIterations(1)
                                        .measurementTime(TimeValue.milliseconds(10))
                                        .verbosity(VerboseMode.SILENT)
                                        .shouldFailOnError(true)
                                        .build())
                        .run();

        assertThat(results).isNotEmpty();
        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
        assertThat(Table.of(results).rows()).hasSameSizeAs(results);
    }
}
