package io.crier.server.transport;

import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** The name that a client's certificate gives to it. */
final class CommonName {
    private CommonName() {}

    /** The first common name of the certificate that was shown and trusted; null without one. */
    static @Nullable String of(@Nullable SslHandler tls) {
        if (tls == null) {
            return null;
        }
        try {
            X509Certificate shown =
                    (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
            for (Rdn part : new LdapName(shown.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN") && part.getValue() instanceof String cn) {
                    return cn;
                }
            }
            return null;
        } catch (SSLPeerUnverifiedException | InvalidNameException none) {
            return null;
        }
    }
}
