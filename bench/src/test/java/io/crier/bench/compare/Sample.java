package io.crier.bench.compare;

import io.crier.bench.compare.Result.Phase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Results as a comparison leaves them, with figures that are easy to follow. */
final class Sample {
    static final Path ROOT = Path.of("/repository");

    private static final Machine MACHINE =
            new Machine(
                    "2026-01-31",
                    "Linux 6.1.0",
                    "Debian GNU/Linux 12 (bookworm)",
                    "2 × Sample processor",
                    "24 GiB",
                    "Sample-25",
                    "crier 0.1.0",
                    "Redis server v=7.0.15",
                    "nats-server: v2.9.10",
                    List.of("/usr/bin/java", "-XX:+UseG1GC", "-jar", "/repository/cli/crier.jar"),
                    "servers on processor 0, load on processor 1",
                    "cafe");

    private Sample() {}

    static Machine machine() {
        return MACHINE;
    }

    /** Adds a run of a throughput scenario with so many deliveries per CPU second. */
    static void add(ResultLog log, String scenario, Lane lane, Phase phase, int round, long speed) {
        log.add(
                result(
                        scenario,
                        lane,
                        phase,
                        round,
                        "build",
                        null,
                        "{\"server\":{\"deliveriesPerCpuSecond\":%d,\"residentBytes\":104857600}}"
                                .formatted(speed)));
    }

    static Result result(
            String scenario,
            Lane lane,
            Phase phase,
            int round,
            String build,
            @Nullable String error,
            String figures) {
        JsonNode json = Result.JSON.readTree(figures);
        return new Result(
                scenario,
                lane.name(),
                phase,
                round,
                "2026-01-31T12:00:00Z",
                build,
                List.of(
                        "taskset",
                        "-c",
                        "0",
                        "/repository/crier",
                        "server",
                        "--port",
                        "40123",
                        "--http-port",
                        "40124"),
                List.of("/repository/crier", "bench", "-p", "40123", "--server-pid", "77"),
                error,
                json);
    }
}
