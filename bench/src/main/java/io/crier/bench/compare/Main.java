package io.crier.bench.compare;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The program behind {@code bench/compare}. */
public final class Main {
    private Main() {}

    /**
     * Runs it and exits: 0, 1 when something went wrong, 2 when the arguments make no sense.
     *
     * @param args the command line; the property {@code crier.root} is the repository's folder
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        Path root = Path.of(String.valueOf(System.getProperty("crier.root"))).toAbsolutePath();
        try {
            run(root, System.err, Options.of(root, args));
        } catch (Failure failure) {
            System.err.println("compare: " + failure.getMessage());
            System.exit(failure.status());
        }
    }

    /** Does what the options ask for, and tells how it goes on. */
    static void run(Path root, PrintStream progress, Options options) {
        ResultLog log = new ResultLog(options.results());
        switch (options.task()) {
            case HELP -> Options.printHelp();
            case LIST ->
                    Catalogue.all()
                            .forEach(one -> System.out.println(one.name() + ": " + one.title()));
            case REPORT -> write(root, log, options.page(), progress);
            case MEASURE -> {
                measure(root, log, options, progress);
                write(root, log, options.page(), progress);
            }
            case SOAK -> {
                Machine machine = note(root, log);
                Soak.run(
                        options.scenarios().getFirst(),
                        options.soakMinutes(),
                        launcher(root),
                        log,
                        machine,
                        progress);
                write(root, log, options.page(), progress);
            }
        }
    }

    private static void measure(Path root, ResultLog log, Options options, PrintStream progress) {
        options.servers().forEach(Main::check);
        Machine machine = note(root, log);
        Comparison comparison =
                new Comparison(
                        launcher(root),
                        Cores.ofThisMachine(),
                        options.plan(),
                        log,
                        machine,
                        progress);
        for (Scenario scenario : options.scenarios()) {
            comparison.run(scenario, options.servers());
        }
    }

    /** Says what is missing before an hour has passed. */
    private static void check(Contender contender) {
        if (contender != Contender.CRIER) {
            Programs.find(contender.program());
        }
    }

    /** Builds Crier where there is no build yet, starts it once, and looks at it. */
    private static Machine note(Path root, ResultLog log) {
        Programs.build(launcher(root), root);
        Machine machine;
        Cores cores = Cores.ofThisMachine();
        try (RunningServers servers = new RunningServers(launcher(root), cores, List.of());
                EndOfProgram _ = EndOfProgram.closes(servers)) {
            long pid = servers.of(Contender.CRIER).pid();
            machine = Machine.here(root, cores, ProcessFacts.commandLine(pid));
        }
        log.add(machine);
        return machine;
    }

    private static Path launcher(Path root) {
        return root.resolve("crier");
    }

    private static void write(Path root, ResultLog log, Path page, PrintStream progress) {
        new Report(root, log).write(page);
        progress.println("wrote " + page);
    }
}
