package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code crier bench} against Crier; against Redis see {@link BenchRedisTest}. */
class BenchTest {
    private static final List<String> SCENARIOS =
            List.of(
                    "fan-out --subscribers 7 --publishers 3 --window 5",
                    "fan-out --subscribers 3 --window 1 --size 70000",
                    "fan-out --subscribers 5 --rate 500",
                    "channels --subscribers 20 --channels 5 --publishers 2 --size 16",
                    "chat --subscribers 20 --channels 5 --global 0.3",
                    "patterns --subscribers 4 --channels 2 --patterns 2500",
                    "idle --connections 100 --channels-each 3 --channels 7",
                    "stalled --subscribers 3 --stalled 5 --fed 2mb --size 4096 --rate 2000",
                    "churn --subscribers 3 --connections 4",
                    "churn --subscribers 3 --connections 4 --connects 50 --rate 200");

    private static final List<String> FIELDS =
            List.of(
                    "scenario",
                    "protocol",
                    "subscribers",
                    "publishers",
                    "channels",
                    "patterns",
                    "size",
                    "window",
                    "rate",
                    "seconds",
                    "warmup",
                    "publishes",
                    "deliveries",
                    "publishesPerSecond",
                    "deliveriesPerSecond",
                    "bytesPerSecond",
                    "latency",
                    "server",
                    "client",
                    "checks");

    private final TestServer server = server();

    TestServer server(String... settings) {
        return TestServer.start(settings);
    }

    static Stream<Arguments> scenarios() {
        return SCENARIOS.stream()
                .flatMap(scenario ->
                        Stream.of("resp2", "resp3")
                                .map(protocol -> Arguments.of(scenario, protocol)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyScenarioRunsWithCleanChecksAndAllFields(String scenario, String protocol) {
        JsonNode result = json(scenario + " --protocol " + protocol);

        assertThat(result.propertyNames()).containsAll(FIELDS);
        assertThat(result.get("scenario").asString()).isEqualTo(scenario.split(" ", -1)[0]);
        assertThat(result.get("protocol").asString()).isEqualTo(protocol);
        assertThat(result.get("latency").propertyNames())
                .containsExactly("p50", "p90", "p99", "p999", "max");
        assertThat(result.get("client").propertyNames()).containsExactly("cpuSeconds", "cpu");
        assertThat(result.get("checks").toString())
                .isEqualTo(
                        "{\"lost\":0,\"outOfOrder\":0,\"duplicated\":0,"
                                + "\"repliesDisagreeing\":0,\"errors\":0}");
        if (!scenario.startsWith("idle")) {
            assertThat(result.get("publishes").asLong()).isPositive();
            assertThat(result.get("deliveries").asLong()).isPositive();
            assertThat(result.get("latency").get("p50").asDouble()).isPositive();
        }
    }

    @Test
    void theProcessOfTheServerIsMeasuredWhereItIsNamed() {
        JsonNode use = json("fan-out --server-pid " + ProcessHandle.current().pid()).get("server");

        assertThat(use.propertyNames())
                .containsExactly(
                        "pid",
                        "cpuSeconds",
                        "cpu",
                        "deliveriesPerCpuSecond",
                        "publishesPerCpuSecond",
                        "residentBytesBefore",
                        "residentBytes",
                        "residentBytesMax");
        assertThat(use.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(use.get("residentBytes").asLong()).isPositive();
    }

    @Test
    void idleTellsWhatAConnectionAndASubscriptionCost() {
        long pid = ProcessHandle.current().pid();
        JsonNode result = json("idle --connections 50 --channels-each 4 --server-pid " + pid);

        assertThat(result.get("connections").asInt()).isEqualTo(50);
        assertThat(result.get("subscriptions").asInt()).isEqualTo(200);
        assertThat(result.get("residentBytesPerConnection").isNumber()).isTrue();
        assertThat(result.get("residentBytesPerSubscription").isNumber()).isTrue();
    }

    @Test
    void stalledTellsWhoWasEnded() {
        try (TestServer strict = server("client-output-buffer-limit", "pubsub 1mb 1mb 60")) {
            JsonNode result =
                    json(
                            "stalled --subscribers 3 --stalled 5 --fed 32mb --size 65536 --window 2",
                            strict.port());
            assertThat(result.get("stalledSubscribers").asInt()).isEqualTo(5);
            assertThat(result.get("stalledEnded").asInt()).isEqualTo(5);
            assertThat(result.get("fedBytes").asLong()).isEqualTo(32 << 20);
            assertThat(result.get("residentBytesRise")).isNotNull();
            assertThat(result.get("latencyBefore").get("p99").asDouble()).isPositive();
            assertThat(result.get("latencyDuring").get("p99").asDouble()).isPositive();
            assertThat(result.get("checks").get("lost").asLong()).isZero();
        }
    }

    @Test
    void churnTellsHowManyCameAndLeft() {
        assertThat(json("churn --subscribers 3").get("connectsPerSecond").asDouble()).isPositive();
    }

    @Test
    void loadsBesideEachOtherHaveChannelsOfTheirOwn() {
        Program other =
                Program.start(
                        arguments(
                                "fan-out --subscribers 2 --rate 500 --first-channel 1 -p "
                                        + server.port()));

        Program bench = run("fan-out --subscribers 2 --rate 500", server.port());

        assertThat(bench.status()).as(bench.err()).isZero();
        assertThat(other.status()).as(other.err()).isZero();
    }

    @Test
    void csvIsALineOfNamesAndALineOfValues() {
        List<String> lines = run("fan-out --format csv", server.port()).out().lines().toList();

        assertThat(lines).hasSize(2);
        List<String> names = Arrays.asList(lines.get(0).split(",", -1));
        assertThat(names).contains("scenario", "latency.p99", "client.cpu", "checks.lost");
        assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fan-out", "idle --connections 3", "churn", "stalled --fed 1mb"})
    void textIsForPeople(String scenario) {
        Program bench = run(scenario + " --subscribers 2 --format text", server.port());

        assertThat(bench.out()).startsWith(scenario.split(" ", -1)[0]).contains("client");
        assertThat(bench.err()).contains(" deliveries/s");
    }

    @Test
    void quietTellsNothingWhileItRuns() {
        assertThat(run("fan-out --quiet", server.port()).err()).isEmpty();
    }

    @Test
    void itGoesThroughAUnixSocketToo() {
        Program bench = Program.start(arguments("fan-out -s " + server.unixSocket()));

        assertThat(bench.status()).as(bench.err()).isZero();
        assertThat(bench.out()).contains("nothing lost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resp2", "resp3"})
    void aPasswordOpensTheServerAndAWrongOneIsOneLineAndStatus1(String protocol) {
        try (TestServer closed = server("requirepass", "secret")) {
            String arguments = "fan-out --protocol " + protocol + " -p " + closed.port();

            Program let = Program.start(arguments(arguments + " -a secret"));
            assertThat(let.status()).as(let.err()).isZero();

            Program refused = Program.start(arguments(arguments + " -a wrong"));
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("WRONGPASS").containsOnlyOnce("\n");
            assertThat(refused.out()).isEmpty();
        }
    }

    private JsonNode json(String arguments) {
        return json(arguments, server.port());
    }

    private static JsonNode json(String arguments, int port) {
        return new JsonMapper().readTree(run(arguments + " --format json", port).out());
    }

    private static Program run(String arguments, int port) {
        Program bench = Program.start(arguments(arguments + " -p " + port));
        assertThat(bench.status()).as(bench.err()).isZero();
        return bench;
    }

    private static String[] arguments(String arguments) {
        List<String> words = new ArrayList<>(List.of("bench"));
        words.addAll(Arrays.asList(arguments.split(" ", -1)));
        words.addAll(List.of("--seconds", "1", "--warmup", "0.2"));
        return words.toArray(String[]::new);
    }
}
