package io.crier.server.transport;

import io.crier.server.telemetry.CloseReason;
import io.crier.server.telemetry.Counters;
import io.crier.server.threading.Clock;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and logs connections that ended before their handshake was over. Anybody can cause them,
 * so the log gets one of them in a while, with how many it did not get.
 */
final class TlsEndings {
    private static final Logger LOG = LoggerFactory.getLogger(TlsEndings.class);

    private final Counters counters;
    private final Seldom warnings;

    TlsEndings(Counters counters, Clock clock) {
        this.counters = counters;
        this.warnings = new Seldom(clock);
    }

    /**
     * @param cause null if the client went away
     */
    void note(SocketAddress peer, @Nullable Throwable cause) {
        CloseReason reason = reason(cause);
        counters.closed(reason.kind()).increment();
        if (reason.kind() == CloseReason.Kind.PEER_CLOSED) {
            LOG.debug("{} went away during the TLS handshake", peer);
            return;
        }
        long unsaid = warnings.turn();
        if (unsaid < 0) {
            LOG.debug("{} ended: {}", peer, reason.sentence());
        } else {
            LOG.warn("{} ended: {}{}", peer, reason.sentence(), Seldom.andMore(unsaid));
        }
    }

    private static CloseReason reason(@Nullable Throwable cause) {
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
