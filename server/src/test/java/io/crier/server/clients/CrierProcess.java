package io.crier.server.clients;

import io.crier.server.CrierServer;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingsLoader;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Crier in a JVM of its own, which may be killed as no part of a program can be. */
public record CrierProcess(int port, ChildProcess process) implements RunningServer {
    private static final String READY = "ready ";

    /** Starts one; closing it is {@code kill -9}. */
    static CrierProcess start(int port, Map<String, String> settings) {
        List<String> flags = new ArrayList<>(List.of("--port", Integer.toString(port)));
        settings.forEach((name, value) -> flags.addAll(List.of("--" + name, value)));
        return ready(ChildProcess.start(command(List.of(), flags)));
    }

    /** What starts it with these flags of the JVM and of Crier. */
    public static List<String> command(List<String> jvmFlags, List<String> flags) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(property("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1"));
        command.addAll(jvmFlags);
        command.addAll(
                List.of(
                        "-cp",
                        property("java.class.path"),
                        CrierProcess.class.getName(),
                        "--http-port",
                        "0"));
        command.addAll(flags);
        return command;
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    /** Waits until the process listens. */
    public static CrierProcess ready(ChildProcess process) {
        String line = process.awaitLine(READY);
        return new CrierProcess(
                Integer.parseInt(line.substring(line.indexOf(READY) + READY.length())), process);
    }

    @Override
    public void close() {
        process.kill();
    }

    /** The process itself. */
    public static void main(String[] flags) throws InterruptedException {
        switch (SettingsLoader.load(
                List.of(flags), InputStream.nullInputStream(), Path.of("").toAbsolutePath())) {
            case Loading.Loaded loaded -> {
                CrierServer server = CrierServer.start(loaded.settings());
                System.out.println(READY + server.port());
                server.await();
            }
            case Loading.Rejected(String message) -> throw new IllegalArgumentException(message);
        }
    }
}
