package io.crier.cli;

import io.crier.server.CrierServer;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Loading;
import io.crier.server.settings.Settings;
import io.crier.server.settings.SettingsLoader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** {@code crier server}: takes what redis-server takes, a file and {@code --name value} flags. */
final class ServerProgram {
    static final String USAGE =
            """
            Usage: crier server [FILE] [--NAME VALUE...] [-]
            Serve Redis Pub/Sub, by default on 127.0.0.1:6379.

              FILE            settings in redis.conf syntax
              --NAME VALUE    one setting, over what the file says; for example
                                --port 7000
                                --bind 127.0.0.1 ::1
                                --requirepass secret
                                --io-threads 4
              -               more settings from standard input
              --help          show this help

            docs/settings.md lists all settings.
            """;

    private ServerProgram() {}

    /**
     * Only so that the list of commands shows it: its arguments are redis-server's, and not read by
     * this.
     */
    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("server");
        spec.usageMessage().description("Serve Redis Pub/Sub.");
        return spec;
    }

    /** Runs until the server is told to stop; answers the exit status. */
    static int run(List<String> arguments, Stdio stdio) {
        if (arguments.equals(List.of("--help"))) {
            stdio.print(USAGE.stripTrailing());
            return 0;
        }
        Path directory = Path.of("").toAbsolutePath();
        RereadableInput input = new RereadableInput(stdio.in());
        Supplier<Loading> source =
                () -> SettingsLoader.load(arguments, input.fromTheStart(), directory);
        return switch (source.get()) {
            case Loading.Rejected(String message) -> {
                stdio.tell("crier server: " + message);
                yield Failure.FAILED;
            }
            case Loading.Loaded loaded -> serve(loaded, source, stdio);
        };
    }

    private static int serve(Loading.Loaded loaded, Supplier<Loading> source, Stdio stdio) {
        Settings settings = loaded.settings();
        LiveSettings live = new LiveSettings(loaded, loaded.file() == null ? null : source);
        String refused = ServerLog.start(settings);
        if (refused != null) {
            stdio.tell("crier server: " + refused);
            return Failure.FAILED;
        }
        live.addListener((before, after) -> ServerLog.level(after.logLevel()));
        Logger log = LoggerFactory.getLogger("crier");
        String warning = loaded.warning();
        if (warning != null) {
            log.warn("{}", warning);
        }
        CrierServer server;
        try {
            server = CrierServer.start(live);
        } catch (UncheckedIOException | IllegalArgumentException failed) {
            ServerLog.stop();
            stdio.tell("crier server: " + failed.getMessage());
            return Failure.FAILED;
        }
        Signals.follow(server);
        log.info("{}", server.describe());
        try {
            server.await();
        } catch (InterruptedException interrupted) {
            server.close();
            Thread.currentThread().interrupt();
        } finally {
            ServerLog.stop();
        }
        return 0;
    }
}
