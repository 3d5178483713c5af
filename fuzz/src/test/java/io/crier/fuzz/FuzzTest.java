package io.crier.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every target: what is kept in {@code corpus}, and then for a minute whatever Jazzer comes up
 * with, two at a time. For another time:
 *
 * <pre>{@code
 * mvn -pl fuzz -am test -Dtest=FuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dcrier.fuzz.seconds=5
 * }</pre>
 */
@Execution(ExecutionMode.CONCURRENT)
final class FuzzTest {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("crier.fuzz.seconds", 60));

    @ParameterizedTest
    @EnumSource
    void whatIsKeptHolds(FuzzTarget target) throws Exception {
        List<Path> kept = Fuzzing.files(target.corpus(HOME));

        assertThat(kept).isNotEmpty();
        for (Path input : kept) {
            target.test(Files.readAllBytes(input));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheFuzzerComesUpWithHolds(FuzzTarget target) throws Exception {
        Fuzzing.Outcome outcome = Fuzzing.run(target, TIME, HOME);

        assertThat(outcome.held()).as(outcome::toString).isTrue();
        assertThat(outcome.executions()).as("executions").isPositive();
    }
}
