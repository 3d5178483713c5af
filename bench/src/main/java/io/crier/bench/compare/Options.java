package io.crier.bench.compare;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What the command line asks for.
 *
 * @param task what to do
 * @param scenarios which, in the catalogue's order
 * @param servers who takes part
 * @param results the folder of the results
 * @param page the file to write
 */
record Options(
        Task task,
        List<Scenario> scenarios,
        Set<Contender> servers,
        Plan plan,
        int soakMinutes,
        Path results,
        Path page) {

    private static final int ROUNDS = 5;
    private static final int SECONDS = 5;

    /** The second minute is compared with the last one. */
    private static final int SOAK_MINUTES_MIN = 3;

    private static final String SOAKED = "fan-out-100";

    /** What to do. */
    enum Task {
        HELP,
        LIST,
        MEASURE,
        SOAK,
        REPORT
    }

    Options {
        scenarios = List.copyOf(scenarios);
        servers = Set.copyOf(servers);
    }

    /**
     * Reads a command line.
     *
     * @param root the repository
     * @throws Failure of usage when it makes no sense
     */
    static Options of(Path root, String... args) {
        ParseResult line = parsed(args);
        boolean quick = line.hasMatchedOption("--quick");
        Path results = root.resolve(quick ? "bench/target/compare/quick" : "bench/target/compare");
        Path page = quick ? results.resolve("performance.md") : root.resolve("docs/performance.md");
        int rounds = line.matchedOptionValue("--rounds", quick ? 1 : ROUNDS);
        int seconds = line.matchedOptionValue("--seconds", quick ? 1 : SECONDS);
        Task task = task(line);
        return new Options(
                task,
                scenarios(task, line.matchedPositionalValue(0, List.of())),
                servers(line),
                quick ? Plan.quick(rounds, seconds) : Plan.full(rounds, seconds),
                soakMinutes(line),
                folder(line, "--results", results),
                folder(line, "--page", page));
    }

    private static ParseResult parsed(String... args) {
        try {
            return new CommandLine(spec()).parseArgs(args);
        } catch (ParameterException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static Task task(ParseResult line) {
        if (line.isUsageHelpRequested()) {
            return Task.HELP;
        }
        if (line.hasMatchedOption("--list")) {
            return Task.LIST;
        }
        if (line.hasMatchedOption("--report")) {
            return Task.REPORT;
        }
        return line.hasMatchedOption("--soak") ? Task.SOAK : Task.MEASURE;
    }

    private static List<Scenario> scenarios(Task task, List<String> names) {
        List<Scenario> chosen =
                Catalogue.named(task == Task.SOAK && names.isEmpty() ? List.of(SOAKED) : names);
        if (task == Task.SOAK
                && (chosen.size() != 1
                        || chosen.getFirst().kind() != Scenario.Kind.STEADY
                        || chosen.getFirst().section() != Section.THROUGHPUT)) {
            throw Failure.usage("--soak: takes one scenario of section Throughput");
        }
        return chosen;
    }

    private static Set<Contender> servers(ParseResult line) {
        @Nullable String names = line.matchedOptionValue("--servers", (String) null);
        Set<Contender> servers = EnumSet.noneOf(Contender.class);
        if (names == null) {
            return EnumSet.allOf(Contender.class);
        }
        for (String name : names.split(",", -1)) {
            servers.add(Contender.named(name));
        }
        return servers;
    }

    private static int soakMinutes(ParseResult line) {
        int minutes = line.matchedOptionValue("--soak", SOAK_MINUTES_MIN);
        if (minutes < SOAK_MINUTES_MIN) {
            throw Failure.usage(
                    "--soak: at least %d minutes are needed, got %d"
                            .formatted(SOAK_MINUTES_MIN, minutes));
        }
        return minutes;
    }

    private static Path folder(ParseResult line, String option, Path otherwise) {
        @Nullable String value = line.matchedOptionValue(option, (String) null);
        return value == null ? otherwise : Path.of(value).toAbsolutePath();
    }

    static void printHelp() {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        new CommandLine(spec()).usage(out);
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("bench/compare");
        spec.usageMessage()
                .abbreviateSynopsis(true)
                .description(
                        "Compares Crier, redis-server and nats-server on this machine and writes"
                                + " docs/performance.md.",
                        "Stopped in between, it continues where it was when it is started again.");
        spec.addPositional(
                PositionalParamSpec.builder()
                        .index("0..*")
                        .arity("0..*")
                        .paramLabel("SCENARIO")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("What to measure (default: everything; see --list).")
                        .build());
        number(spec, "N", "How often each server is measured (default: 5).", "--rounds");
        number(spec, "S", "Seconds of each measurement (default: 5).", "--seconds");
        number(
                spec,
                "MINUTES",
                "One load on Crier alone for so long, minute by minute (default: " + SOAKED + ").",
                "--soak");
        text(spec, "NAMES", "Who takes part: crier,redis-server,nats-server.", "--servers");
        text(spec, "FOLDER", "Of the results (default: bench/target/compare).", "--results");
        text(spec, "FILE", "To write (default: docs/performance.md).", "--page");
        flag(spec, "A moment of everything, to see that it works; writes beside it.", "--quick");
        flag(spec, "Measure nothing, write the page from the results there are.", "--report");
        flag(spec, "Name the scenarios.", "--list");
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build());
        return spec;
    }

    private static void number(CommandSpec spec, String label, String description, String name) {
        spec.addOption(
                OptionSpec.builder(name)
                        .paramLabel(label)
                        .type(Integer.class)
                        .description(description)
                        .build());
    }

    private static void text(CommandSpec spec, String label, String description, String name) {
        spec.addOption(
                OptionSpec.builder(name)
                        .paramLabel(label)
                        .type(String.class)
                        .description(description)
                        .build());
    }

    private static void flag(CommandSpec spec, String description, String name) {
        spec.addOption(OptionSpec.builder(name).description(description).build());
    }
}
