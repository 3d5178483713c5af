package io.crier.bench.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * What was measured, in a folder of files of JSON lines, one file per scenario. Lines are only ever
 * added, so a comparison that was stopped is continued from here.
 */
final class ResultLog {
    private static final String MACHINE = "machine";

    private final Path folder;

    ResultLog(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    void add(Result result) {
        append(result.scenario(), result.toJson());
    }

    /** Notes on what machine the results that follow are measured. */
    void add(Machine machine) {
        append(MACHINE, machine.toJson());
    }

    /** Everything that was measured of a scenario, of its newest build only. */
    Results of(String scenario) {
        List<Result> all = lines(scenario).stream().map(ResultLog::result).toList();
        return all.isEmpty()
                ? Results.NONE
                : new Results(
                        all.stream()
                                .filter(result -> result.build().equals(all.getLast().build()))
                                .toList());
    }

    /**
     * The machine that was noted last.
     *
     * @throws Failure when nothing was measured yet
     */
    Machine machine() {
        List<String> lines = lines(MACHINE);
        if (lines.isEmpty()) {
            throw Failure.failed("nothing has been measured yet: %s is empty".formatted(folder));
        }
        return Machine.ofJson(lines.getLast());
    }

    private static Result result(String line) {
        try {
            return Result.ofJson(line);
        } catch (JacksonException | IllegalArgumentException e) {
            throw Failure.failed("not a result: " + line);
        }
    }

    private List<String> lines(String name) {
        Path file = file(name);
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void append(String name, String line) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    file(name), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".jsonl");
    }
}
