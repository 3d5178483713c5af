package io.crier.server.network;

import io.crier.server.clients.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts with an interface and an address each, which reach each other and nothing else. They are
 * network namespaces that the kernel takes away with the program that holds them, which ends with
 * this JVM at the latest.
 *
 * <p>Needs root, or a kernel that lets others have user namespaces; and {@code /dev/net/tun}.
 */
final class Network implements AutoCloseable {
    private static final long SEED = 20_260_501;

    private final ChildProcess program;
    private final List<Host> hosts;

    private Network(ChildProcess program, List<Host> hosts) {
        this.program = program;
        this.hosts = hosts;
    }

    /** Builds the program that is the network. */
    static Path compile(Path directory) {
        Path program = directory.resolve("network");
        try (var compiler =
                ChildProcess.start(
                        "gcc",
                        "-std=c11",
                        "-O1",
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-o",
                        program.toString(),
                        ChildProcess.script("c", "network.c"))) {
            compiler.awaitSuccess();
        }
        return program;
    }

    static Network start(Path program, int hosts, Weather weather) {
        boolean root = userId().equals("0");
        List<String> command = new ArrayList<>();
        if (!root) {
            command.addAll(List.of("unshare", "--user", "--map-root-user"));
        }
        command.addAll(
                List.of(
                        program.toString(),
                        String.valueOf(hosts),
                        String.valueOf(weather.delayMillis() * 1000),
                        String.valueOf(weather.jitterMillis() * 1000),
                        String.valueOf(weather.lossPerMille()),
                        String.valueOf(SEED)));
        ChildProcess running = ChildProcess.start(command);
        List<Host> made = new ArrayList<>();
        for (int number = 1; number <= hosts; number++) {
            String line = running.awaitLine("host " + number + " ");
            made.add(host(number, running.pid(), line.substring(line.lastIndexOf(' ') + 1), root));
        }
        running.awaitLine("ready");
        Network network = new Network(running, List.copyOf(made));
        network.hosts.forEach(Host::connect);
        return network;
    }

    private static Host host(int number, long pid, String namespace, boolean root) {
        List<String> enter = new ArrayList<>(List.of("nsenter"));
        if (!root) {
            enter.addAll(List.of("--user=/proc/" + pid + "/ns/user", "--preserve-credentials"));
        }
        enter.add("--net=/proc/" + pid + "/fd/" + namespace);
        return new Host(number, enter);
    }

    private static String userId() {
        try (var id = ChildProcess.start("id", "-u")) {
            return id.awaitSuccess().getFirst();
        }
    }

    /** A host by its number, from 1. */
    Host host(int number) {
        return hosts.get(number - 1);
    }

    @Override
    public void close() {
        program.close();
    }
}
