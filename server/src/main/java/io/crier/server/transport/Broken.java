package io.crier.server.transport;

import io.crier.server.telemetry.CloseReason;
import java.io.IOException;

/** What an error of a connection's socket says about its end. */
public final class Broken {
    private Broken() {}

    /** A peer that is gone, where the kernel says that it waited for nothing, else a break. */
    public static CloseReason reason(IOException error) {
        String why = String.valueOf(error.getMessage());
        return CloseReason.of(
                gone(why) ? CloseReason.Kind.PEER_GONE : CloseReason.Kind.IO_ERROR, why);
    }

    /** The kernel's words for ETIMEDOUT, and for what a router last said of a peer that is gone. */
    private static boolean gone(String why) {
        return why.contains("Connection timed out")
                || why.contains("No route to host")
                || why.contains("Network is unreachable");
    }
}
