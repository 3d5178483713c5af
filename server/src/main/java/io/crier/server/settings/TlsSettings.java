package io.crier.server.settings;

import io.crier.server.message.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken, at one moment.
 *
 * @param keyPassword empty for a key that is not encrypted
 * @param protocols empty for the default; so are ciphers and cipherSuites
 * @param sessionCacheSize 0 for the default
 * @param sessionCacheTimeout zero for the default
 */
public record TlsSettings(
        TlsProvider provider,
        @Nullable Path certificate,
        @Nullable Path key,
        Bytes keyPassword,
        @Nullable Path authorities,
        @Nullable Path authoritiesDirectory,
        ClientCertificates clients,
        ClientCertificates webClients,
        List<String> protocols,
        String ciphers,
        String cipherSuites,
        boolean preferServerCiphers,
        boolean sessionCaching,
        long sessionCacheSize,
        Duration sessionCacheTimeout,
        Duration handshakeTimeout) {

    static TlsSettings of(Settings settings) {
        return new TlsSettings(
                settings.get(TlsTable.PROVIDER),
                settings.path(TlsTable.CERTIFICATE),
                settings.path(TlsTable.KEY),
                settings.get(TlsTable.KEY_PASSWORD),
                settings.path(TlsTable.AUTHORITIES),
                settings.path(TlsTable.AUTHORITIES_DIRECTORY),
                settings.get(TlsTable.AUTH_CLIENTS),
                settings.get(TlsTable.HTTPS_AUTH_CLIENTS),
                settings.get(TlsTable.PROTOCOLS),
                settings.get(TlsTable.CIPHERS),
                settings.get(TlsTable.CIPHER_SUITES),
                settings.get(TlsTable.PREFER_SERVER_CIPHERS),
                settings.get(TlsTable.SESSION_CACHING),
                settings.get(TlsTable.SESSION_CACHE_SIZE),
                Duration.ofSeconds(settings.get(TlsTable.SESSION_CACHE_TIMEOUT)),
                Duration.ofSeconds(settings.get(TlsTable.HANDSHAKE_TIMEOUT)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "TLS with " + certificate;
    }
}
