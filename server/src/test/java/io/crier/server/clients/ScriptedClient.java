package io.crier.server.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A client in another language: a program that runs one named scenario against the server, checks
 * by itself what it receives, and prints {@code done}.
 *
 * @param command what starts it, before the port, the scenario's name and its arguments
 */
record ScriptedClient(ServerFixture server, List<String> command) {

    void plays(String scenario, Object... arguments) {
        try (var client = start(scenario, arguments)) {
            client.awaitLine("done");
            client.awaitSuccess();
        }
    }

    /** Restarts the server under the program when it asks for it. */
    void playsThroughARestart(String scenario, Object... arguments) {
        try (var client = start(scenario, arguments)) {
            client.awaitLine("restart the server");
            server.restart();
            client.send("restarted");
            client.awaitLine("done");
            client.awaitSuccess();
        }
    }

    void playsWithPassword(String scenario, Object... arguments) {
        server.restart(Map.of("requirepass", "sesame"));
        plays(scenario, arguments);
    }

    private ChildProcess start(String scenario, Object... arguments) {
        var line = new ArrayList<>(command);
        line.add(Integer.toString(server.port()));
        line.add(scenario);
        for (var argument : arguments) {
            line.add(argument.toString());
        }
        return ChildProcess.start(line);
    }
}
