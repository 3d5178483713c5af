package io.crier.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One target under Jazzer, in a JVM of its own: its agent instruments classes, and its engine ends
 * the process. New inputs that reach new code are kept between runs, in the build's folder.
 */
final class Fuzzing {
    private static final String INSTRUMENTED =
            "io.crier.**:io.netty.handler.codec.**:tools.jackson.core.json.**";

    /** Fails when Netty's queues are loaded, which use what it watches. */
    private static final String DISABLED_HOOKS =
            "com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer";

    private static final Pattern EXECUTIONS =
            Pattern.compile("(?<=stat::number_of_executed_units: )[0-9]+");

    private static final int INPUT_BYTES_MAX = 4096;
    private static final int ONE_INPUT_SECONDS_MAX = 30;

    /**
     * What a run came to.
     *
     * @param executions inputs that were tried
     * @param log where everything that Jazzer said stands
     * @param found inputs that broke something; empty if none did
     * @param status of Jazzer's process; 0 if all held
     */
    record Outcome(FuzzTarget target, long executions, Path log, List<Path> found, int status) {
        boolean held() {
            return status == 0 && found.isEmpty();
        }

        @Override
        public String toString() {
            if (held()) {
                return target.word() + ": " + executions + " inputs, all held";
            }
            return target.word()
                    + ": BROKEN after "
                    + executions
                    + " inputs; see "
                    + log
                    + (found.isEmpty() ? "" : " and what broke it: " + found);
        }
    }

    private Fuzzing() {}

    /**
     * Fuzzes for so long.
     *
     * @param home the folder of this module
     * @throws IOException if the process cannot be started
     */
    static Outcome run(FuzzTarget target, Duration time, Path home)
            throws IOException, InterruptedException {
        Path work = home.resolve("target").resolve("fuzz").resolve(target.word());
        Path grown = Files.createDirectories(work.resolve("corpus"));
        Path findings = Files.createDirectories(work.resolve("found"));
        for (Path old : files(findings)) {
            Files.delete(old);
        }
        Path log = work.resolve("log.txt");
        Process jazzer =
                new ProcessBuilder(command(target, time, grown, findings, home))
                        .directory(work.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        int status;
        try {
            status = jazzer.waitFor();
        } finally {
            jazzer.destroyForcibly();
        }
        return new Outcome(target, executions(log), log, files(findings), status);
    }

    private static List<String> command(
            FuzzTarget target, Duration time, Path grown, Path findings, Path home) {
        return List.of(
                Path.of(property("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                property("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--disabled_hooks=" + DISABLED_HOOKS,
                "--reproducer_path=" + findings.getParent(),
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + time.toSeconds(),
                "-max_len=" + INPUT_BYTES_MAX,
                "-timeout=" + ONE_INPUT_SECONDS_MAX,
                "-report_slow_units=" + ONE_INPUT_SECONDS_MAX,
                "-rss_limit_mb=3072",
                "-print_final_stats=1",
                grown.toString(),
                target.corpus(home).toString());
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name));
    }

    private static long executions(Path log) throws IOException {
        return EXECUTIONS
                .matcher(Files.readString(log, StandardCharsets.ISO_8859_1))
                .results()
                .mapToLong(stat -> Long.parseLong(stat.group()))
                .sum();
    }

    /** The files of a folder, by name; none where there is no such folder. */
    static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
        }
    }
}
