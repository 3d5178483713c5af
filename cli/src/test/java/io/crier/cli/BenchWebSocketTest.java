package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code crier bench --protocol websocket} against Crier. */
final class BenchWebSocketTest {
    private final int httpPort = FreePort.find();
    private final TestServer server =
            TestServer.start("http-port", String.valueOf(httpPort), "requirepass", "secret");

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fan-out --subscribers 7 --publishers 3 --window 5",
                "fan-out --subscribers 3 --window 1 --size 32",
                "fan-out --subscribers 3 --window 1 --size 1000",
                "fan-out --subscribers 3 --window 1 --size 70000",
                "channels --subscribers 20 --channels 5 --publishers 2",
                "chat --subscribers 20 --channels 5 --global 0.3",
                "patterns --subscribers 4 --channels 2 --patterns 2500",
                "idle --connections 100 --channels-each 3 --channels 7",
                "stalled --subscribers 3 --stalled 5 --fed 2mb --size 4096 --rate 2000",
                "churn --subscribers 3 --connections 4"
            })
    void everyScenarioRunsWithCleanChecks(String scenario) {
        Program bench = bench(scenario + " -a secret --format json");

        assertThat(bench.status()).as(bench.err()).isZero();
        JsonNode result = new JsonMapper().readTree(bench.out());
        assertThat(result.get("protocol").asString()).isEqualTo("websocket");
        assertThat(result.get("checks").toString())
                .isEqualTo(
                        "{\"lost\":0,\"outOfOrder\":0,\"duplicated\":0,"
                                + "\"repliesDisagreeing\":0,\"errors\":0}");
        if (!scenario.startsWith("idle")) {
            assertThat(result.get("deliveries").asLong()).isPositive();
        }
    }

    @Test
    void aPortWhereNobodyListensForHttpIsOneLineAndStatus1() {
        Program bench = Program.start(arguments("fan-out -a secret", FreePort.find()));

        assertThat(bench.status()).isEqualTo(1);
        assertThat(bench.err()).contains("cannot connect to http://").containsOnlyOnce("\n");
    }

    @Test
    void aPortWhereSomethingElseIsSpokenIsOneLineAndStatus1() {
        Program bench = Program.start(arguments("fan-out -a secret", server.port()));

        assertThat(bench.status()).isEqualTo(1);
        assertThat(bench.err()).contains("a subscriber").containsOnlyOnce("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--size 31, --size: 32 to 67108864 is allowed, got 31",
        "--http-port 0, '--http-port: 1 to 65535 is allowed, got 0'",
        "--protocol resp2, --http-port: only for --protocol websocket",
        "--tls, --protocol websocket: neither with --tls nor with -s"
    })
    void whatMakesNoSenseIsNamed(String option, String complaint) {
        boolean isPort = option.startsWith("--http-port");
        String protocol = option.startsWith("--protocol") ? "" : " --protocol websocket";
        String port = isPort ? "" : " --http-port 8080";
        Program bench =
                Program.start(
                        ("bench fan-out " + option + protocol + port + " -p " + server.port())
                                .split(" ", -1));

        assertThat(bench.status()).isEqualTo(2);
        assertThat(bench.err()).contains(complaint);
    }

    private Program bench(String arguments) {
        return Program.start(arguments(arguments, httpPort));
    }

    private String[] arguments(String arguments, int http) {
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(Arrays.asList(arguments.split(" ", -1)));
        words.addAll(List.of("--protocol", "websocket", "-p", String.valueOf(server.port())));
        words.addAll(List.of("--http-port", String.valueOf(http)));
        words.addAll(List.of("--seconds", "0.5", "--warmup", "0.1"));
        return words.toArray(String[]::new);
    }
}
