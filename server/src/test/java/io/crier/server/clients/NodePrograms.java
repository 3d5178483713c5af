package io.crier.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/** The Node.js programs of {@code src/test/node}, whose libraries {@code npm ci} brings. */
final class NodePrograms {

    private NodePrograms() {}

    static ScriptedClient client(ServerFixture server, String script) {
        assertThat(Path.of(ChildProcess.script("node", "node_modules")))
                .as(
                        "the Node.js libraries; ./test brings them, by 'npm ci' in server/src/test/node")
                .isDirectory();
        return new ScriptedClient(server, List.of("node", ChildProcess.script("node", script)));
    }
}
