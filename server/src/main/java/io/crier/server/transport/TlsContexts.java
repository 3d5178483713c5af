package io.crier.server.transport;

import io.crier.server.settings.ClientCertificates;
import io.crier.server.settings.Setting;
import io.crier.server.settings.TlsSettings;
import io.crier.server.settings.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one reading of the settings and their files gave. RESP and HTTP have a context each, so that
 * a session that began where no certificate is demanded cannot be resumed where one is.
 */
record TlsContexts(TlsSettings settings, SslContext resp, SslContext web) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final String REFUSE_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    /** A peer that takes nothing does not get to read that this is the end. */
    private static final long CLOSE_NOTIFY_MILLIS_MAX = 1_000;

    /**
     * Reads the files; waits for the disk.
     *
     * @throws TlsTrouble naming the setting and what is wrong with it
     */
    static TlsContexts of(TlsSettings tls) throws TlsTrouble {
        List<X509Certificate> chain = PemFiles.chain(tls);
        PrivateKey key = PemFiles.key(tls, chain.getFirst());
        List<X509Certificate> authorities = PemFiles.authorities(tls);
        warnOfDates(chain.getFirst());
        SslContext resp =
                context(tls, chain, key, authorities, tls.clients(), TlsTable.AUTH_CLIENTS);
        try {
            return new TlsContexts(
                    tls,
                    resp,
                    context(
                            tls,
                            chain,
                            key,
                            authorities,
                            tls.webClients(),
                            TlsTable.HTTPS_AUTH_CLIENTS));
        } catch (TlsTrouble failed) {
            ReferenceCountUtil.release(resp);
            throw failed;
        }
    }

    /** The start of a connection's pipeline. */
    SslHandler handler(ByteBufAllocator allocator, boolean ofWeb) throws TlsTrouble {
        SslHandler handler = (ofWeb ? web : resp).newHandler(allocator);
        configure(handler.engine(), settings);
        handler.setHandshakeTimeoutMillis(settings.handshakeTimeout().toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS_MAX);
        handler.setWrapDataSize(TlsWire.WRITE_BYTES_MAX);
        return handler;
    }

    /** Connections that use them keep what they need. */
    void release() {
        ReferenceCountUtil.release(resp);
        ReferenceCountUtil.release(web);
    }

    private static SslContext context(
            TlsSettings tls,
            List<X509Certificate> chain,
            PrivateKey key,
            List<X509Certificate> authorities,
            ClientCertificates wanted,
            Setting<ClientCertificates> wantedBy)
            throws TlsTrouble {
        if (wanted != ClientCertificates.NO && authorities.isEmpty()) {
            throw new TlsTrouble(
                    wantedBy,
                    "certificates of clients need tls-ca-cert-file or tls-ca-cert-dir; 'no' asks"
                            + " for none");
        }
        boolean boring = boring(tls);
        SslContextBuilder builder =
                SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
                        .sslProvider(boring ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                        .clientAuth(auth(wanted))
                        .sessionCacheSize(tls.sessionCacheSize())
                        .sessionTimeout(tls.sessionCacheTimeout().toSeconds());
        if (!authorities.isEmpty()) {
            builder.trustManager(authorities.toArray(X509Certificate[]::new));
        }
        if (!tls.protocols().isEmpty()) {
            builder.protocols(tls.protocols());
        }
        try {
            if (!boring) {
                refuseRenegotiation();
                chooseCiphers(builder, tls);
            }
            SslContext context = builder.build();
            if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
                sessions.setSessionCacheEnabled(tls.sessionCaching());
            }
            return tried(context, tls);
        } catch (SSLException | IllegalArgumentException refused) {
            throw new TlsTrouble(
                    TlsTable.CERTIFICATE, "cannot be used: " + refused.getMessage(), refused);
        }
    }

    private static boolean boring(TlsSettings tls) throws TlsTrouble {
        return switch (tls.provider()) {
            case JDK -> false;
            case AUTO -> tls.cipherSuites().isEmpty() && OpenSsl.isAvailable();
            case BORINGSSL -> {
                if (!OpenSsl.isAvailable()) {
                    throw new TlsTrouble(
                            TlsTable.PROVIDER,
                            "'boringssl' is not available on this machine; 'auto' takes what is"
                                    + " there",
                            OpenSsl.unavailabilityCause());
                }
                if (!tls.cipherSuites().isEmpty()) {
                    throw new TlsTrouble(
                            TlsTable.CIPHER_SUITES,
                            "BoringSSL takes no choice; tls-provider jdk does");
                }
                yield true;
            }
        };
    }

    private static ClientAuth auth(ClientCertificates wanted) {
        return switch (wanted) {
            case NO -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case YES -> ClientAuth.REQUIRE;
        };
    }

    /** BoringSSL refuses it anyhow; the JDK must be told before its first connection. */
    private static void refuseRenegotiation() {
        if (System.getProperty(REFUSE_RENEGOTIATION) == null) {
            System.setProperty(REFUSE_RENEGOTIATION, "true");
        }
    }

    private static void chooseCiphers(SslContextBuilder builder, TlsSettings tls)
            throws TlsTrouble {
        try {
            SSLContext jdk = SSLContext.getDefault();
            List<String> chosen =
                    CipherNames.chosen(
                            tls.ciphers(),
                            tls.cipherSuites(),
                            jdk.getSupportedSSLParameters(),
                            jdk.getDefaultSSLParameters());
            if (!chosen.isEmpty()) {
                builder.ciphers(chosen, IdentityCipherSuiteFilter.INSTANCE);
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SslContext tried(SslContext context, TlsSettings tls) throws TlsTrouble {
        SSLEngine engine = context.newEngine(UnpooledByteBufAllocator.DEFAULT);
        try {
            configure(engine, tls);
            return context;
        } catch (TlsTrouble refused) {
            ReferenceCountUtil.release(context);
            throw refused;
        } finally {
            ReferenceCountUtil.release(engine);
        }
    }

    /** What a context cannot be told, each of its connections is. */
    private static void configure(SSLEngine engine, TlsSettings tls) throws TlsTrouble {
        if (engine instanceof ReferenceCountedOpenSslEngine boring) {
            if (!tls.preferServerCiphers()) {
                SSL.clearOptions(boring.sslPointer(), SSL.SSL_OP_CIPHER_SERVER_PREFERENCE);
            }
            if (!tls.ciphers().isEmpty()) {
                setCiphers(boring, tls.ciphers());
            }
        } else {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setUseCipherSuitesOrder(tls.preferServerCiphers());
            engine.setSSLParameters(parameters);
        }
    }

    private static void setCiphers(ReferenceCountedOpenSslEngine engine, String list)
            throws TlsTrouble {
        try {
            if (SSL.setCipherSuites(engine.sslPointer(), list, false)) {
                return;
            }
        } catch (Exception unknown) {
            throw new TlsTrouble(TlsTable.CIPHERS, unknownCiphers(list), unknown);
        }
        throw new TlsTrouble(TlsTable.CIPHERS, unknownCiphers(list));
    }

    private static String unknownCiphers(String list) {
        return "'" + list + "' is not a list of ciphers that BoringSSL knows";
    }

    private static void warnOfDates(X509Certificate certificate) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException expired) {
            LOG.warn("tls-cert-file: expired on {}", certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException early) {
            LOG.warn("tls-cert-file: valid from {} only", certificate.getNotBefore().toInstant());
        }
    }
}
