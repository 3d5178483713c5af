package io.crier.bench.compare;

import io.crier.bench.compare.Scenario.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code crier bench} as a process of its own. */
final class LoadProgram {
    /**
     * For all but the measured time: starting, connecting, feeding, waiting for the last message.
     */
    private static final Duration ASIDE_MAX = Duration.ofMinutes(10);

    private final Path launcher;
    private final Cores cores;

    LoadProgram(Path launcher, Cores cores) {
        this.launcher = launcher;
        this.cores = cores;
    }

    /**
     * What a run said.
     *
     * @param error why it failed, or null; there may be figures all the same
     */
    record Outcome(List<String> command, @Nullable String error, JsonNode figures) {}

    /** Loads a server and waits for the end of it. */
    Outcome run(Scenario scenario, Lane lane, RunningServer server, int warmup, int seconds) {
        List<String> command = command(scenario, lane, server, warmup, seconds);
        try {
            Path folder = Files.createTempDirectory("crier-load");
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            Process process =
                    Programs.prepare(command, folder)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            process.getOutputStream().close();
            boolean ended = waitFor(process, ASIDE_MAX.plusSeconds(warmup + seconds));
            Outcome outcome = outcome(command, process, ended, out, err);
            for (Path used : List.of(out, err, folder)) {
                Files.delete(used);
            }
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> command(
            Scenario scenario, Lane lane, RunningServer server, int warmup, int seconds) {
        List<String> command = new ArrayList<>(List.of(launcher.toString(), "bench"));
        command.addAll(scenario.load());
        command.addAll(lane.arguments());
        if (!lane.arguments().contains("--protocol")) {
            command.addAll(List.of("--protocol", lane.contender().protocol()));
        }
        if (lane.arguments().contains("websocket")) {
            command.addAll(List.of("--http-port", String.valueOf(server.httpPort())));
        }
        if (scenario.kind() == Kind.STEADY || scenario.kind() == Kind.SPREAD) {
            command.addAll(List.of("--warmup", String.valueOf(warmup)));
            command.addAll(List.of("--seconds", String.valueOf(seconds)));
        }
        int port = server.port();
        Certificate certificate = server.certificate();
        if (certificate != null && lane.arguments().contains("--tls")) {
            port = server.tlsPort();
            command.addAll(List.of("--cacert", certificate.file().toString()));
        }
        command.addAll(List.of("-h", "127.0.0.1", "-p", String.valueOf(port)));
        command.addAll(List.of("--server-pid", String.valueOf(server.pid())));
        command.addAll(List.of("--quiet", "--format", "json"));
        return cores.forLoad(command);
    }

    private static boolean waitFor(Process process, Duration limit) {
        Thread end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw Programs.interrupted();
        } finally {
            Programs.stop(process);
            forget(end);
        }
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            throw Failure.failed("interrupted");
        }
    }

    private static Outcome outcome(
            List<String> command, Process process, boolean ended, Path out, Path err)
            throws IOException {
        JsonNode figures = Result.JSON.createObjectNode();
        if (!ended) {
            return new Outcome(command, "crier bench did not end in time", figures);
        }
        JsonNode said = parsed(Files.readString(out));
        if (said.isObject()) {
            figures = said;
        }
        boolean passed = process.exitValue() == 0 && said.isObject();
        String error =
                passed ? null : failure(process, Programs.lastLines(err) + figures.at("/checks"));
        return new Outcome(command, error, figures);
    }

    private static JsonNode parsed(String text) {
        try {
            return Result.JSON.readTree(text);
        } catch (JacksonException e) {
            return Result.JSON.nullNode();
        }
    }

    private static String failure(Process process, String said) {
        return "crier bench ended with %d: %s".formatted(process.exitValue(), said.strip());
    }
}
