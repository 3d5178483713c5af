package io.crier.bench.compare;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Other programs: where they are, how they are started, what they say. */
final class Programs {
    private static final String SUPERUSER_FOLDERS = ":/usr/local/sbin:/usr/sbin:/sbin";

    private Programs() {}

    /**
     * The file of a program on the path, also in the folders that only root has on it.
     *
     * @throws Failure when there is none; the package has the program's name on Debian
     */
    static Path find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + SUPERUSER_FOLDERS;
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        Failure.failed(
                                "%1$s is not there; on Debian: apt-get install %1$s"
                                        .formatted(program)));
    }

    /**
     * To start a program as everybody gets it: without this user's extra flags for the JVM. Crier
     * starts as it is built: who changes its sources meanwhile changes nothing that is measured.
     */
    static ProcessBuilder prepare(List<String> command, Path folder) {
        ProcessBuilder builder = prepareToBuild(command, folder);
        builder.environment().put("CRIER_BUILD", "no");
        return builder;
    }

    private static ProcessBuilder prepareToBuild(List<String> command, Path folder) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        for (String flags : List.of("CRIER_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            builder.environment().remove(flags);
        }
        return builder;
    }

    /**
     * Builds Crier where its sources are newer.
     *
     * @throws Failure when that cannot be done
     */
    static void build(Path launcher, Path folder) {
        Said said = run(prepareToBuild(List.of(launcher.toString(), "--version"), folder));
        if (!said.passed()) {
            throw Failure.failed(said.text());
        }
    }

    /** What a program prints, without the last new line; empty when it cannot be run. */
    static String said(Path folder, String... command) {
        Said said = run(prepare(List.of(command), folder));
        return said.passed() ? said.text() : "";
    }

    private record Said(boolean passed, String text) {}

    private static Said run(ProcessBuilder program) {
        try {
            Process process = program.redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            return new Said(
                    process.waitFor() == 0, new String(output, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return new Said(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Ends a process: politely, and after ten seconds by force. */
    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted();
        }
    }

    /** The end of a file, as far as it tells a human what went wrong. */
    static String lastLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to throw when a wait was interrupted. */
    static Failure interrupted() {
        Thread.currentThread().interrupt();
        return Failure.failed("interrupted");
    }
}
