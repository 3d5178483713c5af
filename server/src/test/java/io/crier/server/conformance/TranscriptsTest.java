package io.crier.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The transcripts themselves: enough of them, well formed, and their exceptions explained. */
final class TranscriptsTest {

    private static final Path DIFFERENCES = Path.of("../docs/differences.md");

    @Test
    void holdAtLeastThreeHundredDistinctExchanges() {
        var distinct =
                Transcript.readAll(Comparison.TRANSCRIPTS).stream()
                        .flatMap(s -> s.exchanges().stream())
                        .map(Scenario.Exchange::text)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.toSet());

        assertThat(distinct).hasSizeGreaterThanOrEqualTo(300);
    }

    @Test
    void everyDifferenceIsExplainedAndEveryExplanationIsUsed() throws IOException {
        var used =
                Transcript.readAll(Comparison.TRANSCRIPTS).stream()
                        .flatMap(s -> s.exchanges().stream())
                        .map(Scenario.Exchange::difference)
                        .filter(Objects::nonNull)
                        .map(Difference::key)
                        .collect(Collectors.toCollection(TreeSet::new));
        var explained =
                Files.readAllLines(DIFFERENCES).stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.replaceFirst("^\\| `([^`]+)`.*", "$1"))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(explained).isEqualTo(used);
    }

    @Test
    void everyDifferenceGivesAnAnswerInEveryDialectOfItsScenario() {
        for (var scenario : Transcript.readAll(Comparison.TRANSCRIPTS)) {
            for (var exchange : scenario.exchanges()) {
                var difference = exchange.difference();
                if (difference != null) {
                    assertThat(difference.expected().keySet())
                            .as("%s.txt:%d", scenario.file(), exchange.line())
                            .containsAll(scenario.dialects());
                }
            }
        }
    }

    @Test
    void aLineThatIsNotUnderstoodIsNamedWithItsNumber() {
        var lines = List.of("== a story", "A> PING", "A PING");

        assertThatThrownBy(() -> Transcript.read("broken", lines))
                .hasMessage("broken.txt:3: A PING");
    }
}
