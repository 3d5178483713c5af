package io.crier.server.transport;

import io.crier.server.telemetry.CloseReason;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection ended before its handshake was over. */
final class TlsEndings {
    private TlsEndings() {}

    /**
     * @param cause null if the client went away
     */
    static CloseReason reason(@Nullable Throwable cause) {
        return switch (cause) {
            case NotSslRecordException _ -> failed("the client does not speak TLS");
            case SslHandshakeTimeoutException _ ->
                    failed("it took longer than tls-handshake-timeout");
            case SSLException failure -> failed(detail(failure));
            case null, default -> CloseReason.of(CloseReason.Kind.PEER_CLOSED);
        };
    }

    private static CloseReason failed(String detail) {
        return CloseReason.of(CloseReason.Kind.TLS_HANDSHAKE, detail);
    }

    /** What is wrong with a certificate stands below what is wrong with the handshake. */
    private static String detail(SSLException failure) {
        Throwable at = failure;
        while (at.getCause() != null && !(at instanceof CertificateException)) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage()).replaceAll("[\\r\\n]+", " ");
    }
}
