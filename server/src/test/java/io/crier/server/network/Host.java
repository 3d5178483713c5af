package io.crier.server.network;

import io.crier.server.clients.ChildProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * One host of a {@link Network}.
 *
 * @param enter what runs the command behind it on this host
 */
record Host(int number, List<String> enter) {
    String address() {
        return "10.83.0." + number;
    }

    /** Starts a program on this host. */
    ChildProcess start(List<String> command) {
        List<String> line = new ArrayList<>(enter);
        line.addAll(command);
        return ChildProcess.start(line);
    }

    /** Runs a program on this host to its end, and answers what it printed. */
    List<String> run(String... command) {
        try (var program = start(List.of(command))) {
            return program.awaitSuccess();
        }
    }

    /** Gives the interface its address and puts the cable in. */
    void connect() {
        run("ip", "link", "set", "lo", "up");
        run("ip", "address", "add", address() + "/24", "dev", "eth0");
        plug();
    }

    /** Pulls the cable: nothing comes or goes any more, and the others are not told. */
    void unplug() {
        run("ip", "link", "set", "eth0", "down");
    }

    void plug() {
        run("ip", "link", "set", "eth0", "up");
    }

    /** One of the kernel's counters of TCP on this host, such as {@code RetransSegs}. */
    long counted(String name) {
        List<String> lines = run("cat", "/proc/net/snmp", "/proc/net/netstat");
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            int column = List.of(lines.get(i).split(" ")).indexOf(name);
            if (column >= 0) {
                return Long.parseLong(List.of(lines.get(i + 1).split(" ")).get(column));
            }
        }
        throw new AssertionError("the kernel does not count " + name);
    }
}
