package io.crier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.bench.compare.Options.Task;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
    private static final Path ROOT = Path.of("/repository");

    @Test
    void withoutArgumentsEverythingIsMeasuredFiveTimes() {
        Options options = Options.of(ROOT);

        assertThat(options.task()).isEqualTo(Task.MEASURE);
        assertThat(options.scenarios()).isEqualTo(Catalogue.all());
        assertThat(options.servers()).containsExactlyInAnyOrder(Contender.values());
        assertThat(options.plan()).isEqualTo(Plan.full(5, 5));
        assertThat(options.page()).isEqualTo(ROOT.resolve("docs/performance.md"));
    }

    @Test
    void scenariosAreChosenByNameAndKeepTheirOrder() {
        assertThat(Options.of(ROOT, "chat", "fan-out-100", "--rounds", "7").scenarios())
                .extracting(Scenario::name)
                .containsExactly("fan-out-100", "chat");
    }

    @Test
    void aQuickRunTouchesNeitherTheResultsNorThePage() {
        Options options = Options.of(ROOT, "--quick");

        assertThat(options.plan().rounds()).isEqualTo(1);
        assertThat(options.page()).startsWithRaw(ROOT.resolve("bench/target/compare/quick"));
        assertThat(options.results()).isEqualTo(ROOT.resolve("bench/target/compare/quick"));
    }

    @Test
    void aSoakTakesAHundredSubscribersUnlessToldOtherwise() {
        assertThat(Options.of(ROOT, "--soak", "10").scenarios())
                .extracting(Scenario::name)
                .containsExactly("fan-out-100");
        assertThat(Options.of(ROOT, "--soak", "10", "chat").scenarios())
                .extracting(Scenario::name)
                .containsExactly("chat");
    }

    @Test
    void noTwoScenariosOrLanesHaveOneName() {
        assertThat(Catalogue.all()).extracting(Scenario::name).doesNotHaveDuplicates();
        assertThat(Catalogue.all())
                .allSatisfy(scenario ->
                        assertThat(scenario.lanes())
                                .extracting(Lane::name)
                                .doesNotHaveDuplicates());
    }

    @ParameterizedTest
    @CsvSource({
        "'fan-out-7', 'no scenario is named fan-out-7; there are: fan-out-1, fan-out-100'",
        "'--rounds 0', '--rounds: 1 to 10,000 is allowed, got 0'",
        "'--seconds -1', '--seconds: 1 to 10,000 is allowed, got -1'",
        "'--rounds many', 'many'",
        "'--rounds', '--rounds'",
        "'--servers crier,valkey', 'valkey'",
        "'--soak 2', '--soak: at least 3 minutes are needed, got 2'",
        "'--soak 5 chat channels', '--soak: takes one scenario'",
        "'--soak 5 start', '--soak: takes one scenario'",
        "'--what', '--what'"
    })
    void whatMakesNoSenseIsNamed(String line, String complaint) {
        assertThatThrownBy(() -> Options.of(ROOT, line.split(" ", -1)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(complaint)
                .extracting(failure -> ((Failure) failure).status())
                .isEqualTo(2);
    }
}
