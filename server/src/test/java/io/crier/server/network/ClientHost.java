package io.crier.server.network;

import io.crier.server.clients.ChildProcess;
import java.util.ArrayList;
import java.util.List;

/** A host on which a program subscribes to {@code news} and publishes there when it is told. */
final class ClientHost implements AutoCloseable {
    private static final String GOT = "got ";

    private final Host host;
    private final ChildProcess program;
    private final List<String> received = new ArrayList<>();

    private ClientHost(Host host, ChildProcess program) {
        this.host = host;
        this.program = program;
    }

    /** Starts the program, which has subscribed when this returns. */
    static ClientHost start(Host host, Library library, ServerHost server) {
        List<String> command = new ArrayList<>(library.command());
        command.addAll(
                List.of(server.host().address(), ServerHost.PORT, String.valueOf(host.number())));
        ClientHost client = new ClientHost(host, host.start(command));
        client.program.awaitLine("subscribed");
        return client;
    }

    Host host() {
        return host;
    }

    /** Has the program publish {@code NUMBER:1} to {@code NUMBER:count} in this order. */
    void publish(int count) {
        program.send(String.valueOf(count));
    }

    /** All messages up to this one, since the start; in the order in which they came. */
    List<String> receivedUpTo(String last) {
        while (!received.contains(last)) {
            String line = program.nextLine();
            if (line.startsWith(GOT)) {
                received.add(line.substring(GOT.length()));
            }
        }
        return List.copyOf(received);
    }

    /** As many messages, in the order in which they came. */
    List<String> received(int count) {
        while (received.size() < count) {
            String line = program.nextLine();
            if (line.startsWith(GOT)) {
                received.add(line.substring(GOT.length()));
            }
        }
        return List.copyOf(received);
    }

    @Override
    public void close() {
        program.kill();
    }
}
