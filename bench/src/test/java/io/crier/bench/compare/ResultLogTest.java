package io.crier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.bench.compare.Result.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultLogTest {
    private static final Lane CRIER = Lane.of(Contender.CRIER);
    private static final Lane REDIS = Lane.of(Contender.REDIS);
    private static final List<Lane> BOTH = List.of(CRIER, REDIS);

    private final ResultLog log;

    ResultLogTest(@TempDir Path folder) {
        log = new ResultLog(folder.resolve("compare"));
    }

    @Test
    void whatWasAddedIsReadAgain() {
        Result result =
                Sample.result(
                        "chat", CRIER, Phase.COLD, 1, "build", "it \"broke\"", "{\"a\":[1.5]}");
        log.add(result);
        log.add(Sample.machine());

        assertThat(Result.ofJson(result.toJson())).isEqualTo(result);
        assertThat(log.of("chat").failures()).containsExactly(result);
        assertThat(log.of("channels").isEmpty()).isTrue();
        assertThat(log.machine()).isEqualTo(Sample.machine());
    }

    @Test
    void aRoundIsDoneWhenEveryLaneHadItsTurn() {
        Sample.add(log, "chat", CRIER, Phase.COLD, 1, 5);
        Sample.add(log, "chat", REDIS, Phase.COLD, 1, 5);
        assertThat(log.of("chat").roundsDone(BOTH)).isZero();

        Sample.add(log, "chat", CRIER, Phase.ROUND, 1, 10);
        Sample.add(log, "chat", REDIS, Phase.ROUND, 1, 10);
        Sample.add(log, "chat", CRIER, Phase.ROUND, 2, 10);

        assertThat(log.of("chat").roundsDone(BOTH)).isEqualTo(1);
        assertThat(log.of("chat").roundsDone(List.of(CRIER))).isEqualTo(2);
    }

    @Test
    void aRoundThatWasMeasuredAgainCountsOnce() {
        Sample.add(log, "chat", CRIER, Phase.ROUND, 1, 10);
        Sample.add(log, "chat", CRIER, Phase.ROUND, 1, 30);

        assertThat(log.of("chat").figures(CRIER, Phase.ROUND, Metric.DELIVERIES))
                .isEqualTo(Map.of(1, 30.0));
    }

    @Test
    void resultsOfAnOlderBuildDoNotMixWithThoseOfTheNewest() {
        log.add(Sample.result("chat", CRIER, Phase.ROUND, 1, "old", null, "{}"));
        log.add(Sample.result("chat", CRIER, Phase.ROUND, 2, "new", null, "{}"));

        assertThat(log.of("chat").build()).isEqualTo("new");
        assertThat(log.of("chat").figures(CRIER, Phase.ROUND, Metric.DELIVERIES))
                .containsOnlyKeys(2);
    }

    @Test
    void aLineThatIsNoResultIsNamed() throws Exception {
        Sample.add(log, "chat", CRIER, Phase.ROUND, 1, 10);
        Files.writeString(log.folder().resolve("chat.jsonl"), "{\"scenario\":");

        assertThatThrownBy(() -> log.of("chat"))
                .isInstanceOf(Failure.class)
                .hasMessage("not a result: {\"scenario\":");
    }
}
