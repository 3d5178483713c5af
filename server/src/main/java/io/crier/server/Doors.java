package io.crier.server;

import io.crier.server.command.About;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a server listens: ports, 0 for none, and the path of its Unix socket. */
record Doors(int port, int tlsPort, @Nullable Path unixSocket, int httpPort, int httpsPort) {
    /** One line for the log: where it listens, and on what it runs. */
    String describe(About about) {
        List<String> resp = new ArrayList<>();
        if (port != 0) {
            resp.add("port " + port);
        }
        if (tlsPort != 0) {
            resp.add("port " + tlsPort + " (TLS)");
        }
        if (unixSocket != null) {
            resp.add("Unix socket " + unixSocket);
        }
        return "Crier "
                + about.version()
                + " ready on "
                + String.join(" and ", resp)
                + (httpPort == 0 ? "" : ", HTTP on port " + httpPort)
                + (httpsPort == 0 ? "" : ", HTTPS on port " + httpsPort)
                + ", "
                + about.loops()
                + " event loop"
                + (about.loops() == 1 ? "" : "s")
                + " on "
                + about.transport()
                + ", pid "
                + ProcessHandle.current().pid();
    }
}
