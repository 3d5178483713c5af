package io.crier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crier.bench.compare.Result.Phase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    private static final Lane CRIER = Lane.of(Contender.CRIER);
    private static final Lane REDIS = Lane.of(Contender.REDIS);
    private static final Lane NATS = Lane.of(Contender.NATS);

    private final Path folder;
    private final ResultLog log;

    ReportTest(@TempDir Path folder) {
        this.folder = folder;
        log = new ResultLog(folder.resolve("results"));
        log.add(Sample.machine());
    }

    @Test
    void aRowHasMediansSpreadsAndRatios() throws Exception {
        rounds("fan-out-100", CRIER, 3_000_000, 2_000_000, 2_500_000);
        rounds("fan-out-100", REDIS, 1_000_000, 1_000_000, 1_000_000);
        rounds("fan-out-100", NATS, 2_000_000, 2_000_000, 2_000_000);

        assertThat(written())
                .contains(
                        "| 100 subscribers | deliveries per CPU second"
                                + " | **2,500,000**<br>2,000,000–3,000,000"
                                + " | **1,000,000**<br>1,000,000–1,000,000"
                                + " | **2,000,000**<br>2,000,000–2,000,000"
                                + " | **2.50**<br>2.00–3.00 | **1.25**<br>1.00–1.50 |\n");
    }

    @Test
    void theTargetsAreJudged() throws Exception {
        rounds("fan-out-100", CRIER, 2_200_000);
        rounds("fan-out-100", REDIS, 1_000_000);
        rounds("chat", CRIER, 1_340_000);
        rounds("chat", REDIS, 1_000_000);

        assertThat(written())
                .contains("Of 2 [targets](#targets) that were measured, 1 are reached.")
                .contains("| ≥ 2.20 | **2.20** | yes |")
                .contains("| ≥ 1.35 | **1.34** | **no** |");
    }

    @Test
    void subscribersOverWebSocketStandBesideThoseOverResp() throws Exception {
        Scenario scenario = Catalogue.named(List.of("websocket-100")).getFirst();
        rounds("websocket-100", scenario.lanes().get(0), 1_000_000, 1_000_000);
        rounds("websocket-100", scenario.lanes().get(1), 600_000, 800_000);

        assertThat(written())
                .contains("## Browsers\n")
                .contains("| 100 subscribers: RESP2 | deliveries per CPU second | **1,000,000**")
                .contains("| 100 subscribers: WebSocket | deliveries per CPU second | **700,000**")
                .contains(
                        "of Crier, WebSocket / Crier, RESP2 | ≥ 0.70 | **0.70**<br>0.60–0.80 | yes |");
    }

    @Test
    void oneLoopStandsBesideTwoWhoseServersDifferInThatAlone() throws Exception {
        Scenario scenario = Catalogue.named(List.of("loops")).getFirst();
        assertThat(scenario.lanes())
                .extracting(Lane::settings)
                .containsExactly(List.of("--io-threads", "1"), List.of("--io-threads", "2"));
        assertThat(scenario.lanes()).extracting(Lane::arguments).containsOnly(List.of());
        for (int i = 0; i < 2; i++) {
            Lane lane = scenario.lanes().get(i);
            String said = "{\"deliveriesPerSecond\":%d}".formatted((i + 1) * 1_000);
            log.add(Sample.result("loops", lane, Phase.ROUND, 1, "build", null, said));
        }

        assertThat(written())
                .contains("Server and load share all processors")
                .contains(
                        "1,000 subscribers, 10 publishers: two loops | deliveries per second | **2,000**");
    }

    @Test
    void whatWasWorseIsSaid() throws Exception {
        rounds("chat", CRIER, 1_500_000);
        rounds("chat", REDIS, 1_000_000);
        rounds("chat", NATS, 2_000_000);
        latency(CRIER, 300);
        latency(REDIS, 200);

        assertThat(written().split("## Where Crier is behind", 2)[1])
                .contains("deliveries per CPU second is 0.75 times nats-server's (0.75 to 0.75).")
                .contains("p99, µs is 1.50 times redis-server's")
                .doesNotContain("1.50 times redis-server's (0");
    }

    @Test
    void theColdSecondsHaveTheirOwnTable() throws Exception {
        rounds("chat", CRIER, 1_500_000);
        Sample.add(log, "chat", CRIER, Phase.COLD, 1, 700_000);

        assertThat(written().split("The first seconds of a server", 2)[1]).contains("**700,000**");
    }

    @Test
    void whereCrierIsBehindInItsFirstSecondsIsSaid() throws Exception {
        rounds("chat", CRIER, 1_500_000);
        rounds("chat", REDIS, 1_000_000);
        Sample.add(log, "chat", CRIER, Phase.COLD, 1, 700_000);
        Sample.add(log, "chat", REDIS, Phase.COLD, 1, 1_000_000);

        assertThat(written().split("## Where Crier is behind", 2)[1])
                .contains(
                        ", in its first seconds: deliveries per CPU second is 0.70 times redis-server's");
    }

    @Test
    void commandLinesAreThoseThatRanWithoutWhatEveryRunChanges() throws Exception {
        rounds("chat", CRIER, 1_500_000);

        assertThat(written())
                .contains("taskset -c 0 ./crier server --port PORT --http-port PORT\n")
                .contains("./crier bench -p PORT --server-pid PID\n")
                .contains("`/usr/bin/java -XX:+UseG1GC -jar ./cli/crier.jar`");
    }

    @Test
    void aFailedRunGivesNoFigureAndIsNamed() throws Exception {
        rounds("chat", CRIER, 1_500_000);
        log.add(
                Sample.result(
                        "chat",
                        CRIER,
                        Phase.ROUND,
                        2,
                        "build",
                        "lost\n3",
                        "{\"server\":{\"deliveriesPerCpuSecond\":1}}"));

        assertThat(written())
                .contains("| **1,500,000** |")
                .contains("crier, round 2: lost 3\n")
                .contains("Not measured: 1 subscriber; 100 subscribers;");
    }

    @Test
    void aSoakComparesTheLastMinuteWithTheSecond() throws Exception {
        rounds(Soak.NAME, Soak.LANE, 500_000, 1_000_000, 1_100_000, 980_000);

        assertThat(written())
                .contains("for 4 minutes")
                .contains("reached 0.98 times the second one's")
                .contains("was 100.0 MiB after the second minute")
                .contains("](performance/soak.svg)");
    }

    @Test
    void plotsAreWellFormedAndHaveADarkSide() throws Exception {
        for (String scenario : List.of("fan-out-1", "fan-out-100")) {
            rounds(scenario, CRIER, 2_500_000, 3_000_000);
            rounds(scenario, REDIS, 1_000_000, 1_000_000);
        }
        latency(CRIER, 100);
        latency(REDIS, 300);
        rounds(Soak.NAME, Soak.LANE, 1_000_000, 1_000_000, 1_000_000);

        String page = written();

        for (String name : List.of("throughput", "latency", "soak")) {
            assertThat(page).contains("](performance/" + name + ".svg)");
            String svg = Files.readString(folder.resolve("performance/" + name + ".svg"));
            assertThat(svg).contains("prefers-color-scheme: dark").doesNotContain("NaN");
            var documents = DocumentBuilderFactory.newInstance();
            documents.setFeature(
                    "http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            assertThat(
                            documents
                                    .newDocumentBuilder()
                                    .parse(
                                            new ByteArrayInputStream(
                                                    svg.getBytes(StandardCharsets.UTF_8)))
                                    .getDocumentElement()
                                    .getTagName())
                    .isEqualTo("svg");
        }
    }

    @Test
    void withoutResultsThereIsNoPage() {
        ResultLog empty = new ResultLog(folder.resolve("nothing"));

        assertThatThrownBy(() -> new Report(Sample.ROOT, empty))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("nothing has been measured yet");
    }

    private String written() throws Exception {
        Path page = folder.resolve("performance.md");
        new Report(Sample.ROOT, log).write(page);
        return Files.readString(page);
    }

    private void rounds(String scenario, Lane lane, long... speeds) {
        for (int i = 0; i < speeds.length; i++) {
            Sample.add(log, scenario, lane, Phase.ROUND, i + 1, speeds[i]);
        }
    }

    private void latency(Lane lane, int micros) {
        String figures =
                "{\"latency\":{\"p50\":%1$d,\"p90\":%1$d,\"p99\":%1$d,\"p999\":%1$d,\"max\":%1$d}}"
                        .formatted(micros);
        log.add(Sample.result("latency-100", lane, Phase.ROUND, 1, "build", null, figures));
    }
}
