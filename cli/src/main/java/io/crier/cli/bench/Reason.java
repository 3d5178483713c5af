package io.crier.cli.bench;

import java.net.ConnectException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Why a connection failed, in a few words for the user. */
final class Reason {
    private Reason() {}

    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null
                && !(root instanceof SSLException)
                && !(root instanceof BenchException)) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return switch (root) {
            case SSLException _ -> "TLS: " + message;
            case ConnectException _ when message.contains("refused") -> "connection refused";
            case ConnectException _ -> message.toLowerCase(Locale.ROOT);
            default -> message;
        };
    }
}
