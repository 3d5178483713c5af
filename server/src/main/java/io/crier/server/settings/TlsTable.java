package io.crier.server.settings;

import static io.crier.server.settings.Setting.atStart;
import static io.crier.server.settings.Setting.running;

import io.crier.server.message.Bytes;
import java.util.List;

/** The settings of TLS: those that Redis has by Redis' names, and a few of our own. */
public final class TlsTable {
    private static final long INT_MAX = Integer.MAX_VALUE;
    private static final long DAY_SECONDS = 86_400;
    private static final FilePath FILE = new FilePath("the path of a file in PEM");
    private static final OneOf<ClientCertificates> CERTIFICATES =
            new OneOf<>(List.of(ClientCertificates.values()), ClientCertificates::word);

    public static final Setting<Long> TLS_PORT =
            running(
                    "tls-port",
                    new WholeNumber(0, 65_535),
                    0L,
                    "TCP port for RESP over TLS, on the addresses of `bind`; 0 for none.");
    public static final Setting<Long> HTTPS_PORT =
            atStart(
                    "https-port",
                    new WholeNumber(0, 65_535),
                    0L,
                    "TCP port for browsers over TLS (`https:`, `wss:`), on the addresses of"
                            + " `http-bind`; 0 for none.");
    public static final Setting<String> CERTIFICATE =
            running(
                    "tls-cert-file",
                    FILE,
                    "",
                    "The server's certificate, followed by those that lead to its authority. Read"
                            + " again when the file changes.");
    public static final Setting<String> KEY =
            running("tls-key-file", FILE, "", "The private key of the server's certificate.");
    public static final Setting<Bytes> KEY_PASSWORD =
            running(
                            "tls-key-file-pass",
                            new Password(),
                            Bytes.EMPTY,
                            "Password of an encrypted `tls-key-file`; empty for none.")
                    .asSecret();
    public static final Setting<String> AUTHORITIES =
            running(
                    "tls-ca-cert-file",
                    FILE,
                    "",
                    "Certificates of the authorities whose clients are trusted.");
    public static final Setting<String> AUTHORITIES_DIRECTORY =
            running(
                    "tls-ca-cert-dir",
                    new FilePath("the path of a directory"),
                    "",
                    "A directory of such files.");
    public static final Setting<ClientCertificates> AUTH_CLIENTS =
            running(
                    "tls-auth-clients",
                    CERTIFICATES,
                    ClientCertificates.YES,
                    "Whether clients of `tls-port` must show a certificate; with `optional` they"
                            + " may.");
    public static final Setting<ClientCertificates> HTTPS_AUTH_CLIENTS =
            running(
                    "https-auth-clients",
                    CERTIFICATES,
                    ClientCertificates.NO,
                    "The same for clients of `https-port`.");
    public static final Setting<String> AUTH_CLIENTS_USER =
            running(
                    "tls-auth-clients-user",
                    OneOf.words("off", "CN"),
                    "off",
                    "With `CN`, a client is the user whom its certificate's common name names, if"
                            + " there is one, without a password.");
    public static final Setting<List<String>> PROTOCOLS =
            running(
                    "tls-protocols",
                    new TlsProtocols(),
                    List.of(),
                    "Versions of TLS that are spoken; empty for both.");
    public static final Setting<String> CIPHERS =
            running(
                    "tls-ciphers",
                    new FreeText("a list of ciphers as OpenSSL writes it"),
                    "",
                    "Ciphers of TLS 1.2; empty for the default.");
    public static final Setting<String> CIPHER_SUITES =
            running(
                    "tls-ciphersuites",
                    new FreeText("names of suites, separated by colons"),
                    "",
                    "Cipher suites of TLS 1.3; empty for the default. Only the JDK's TLS takes a"
                            + " choice.");
    public static final Setting<Boolean> PREFER_SERVER_CIPHERS =
            running(
                    "tls-prefer-server-ciphers",
                    new YesNo(),
                    false,
                    "Whether the server's order of ciphers decides, in place of the client's.");
    public static final Setting<Boolean> SESSION_CACHING =
            running(
                    "tls-session-caching",
                    new YesNo(),
                    true,
                    "Whether a client that comes back may resume its session. The JDK's TLS always"
                            + " lets it.");
    public static final Setting<Long> SESSION_CACHE_SIZE =
            running(
                    "tls-session-cache-size",
                    new WholeNumber(0, INT_MAX),
                    20_480L,
                    "How many sessions are kept for that; 0 for the provider's default.");
    public static final Setting<Long> SESSION_CACHE_TIMEOUT =
            running(
                    "tls-session-cache-timeout",
                    new WholeNumber(0, DAY_SECONDS),
                    300L,
                    "Seconds for which they are kept; 0 for the provider's default.");
    public static final Setting<Long> HANDSHAKE_TIMEOUT =
            running(
                    "tls-handshake-timeout",
                    new WholeNumber(1, 600),
                    10L,
                    "Seconds within which a client must have finished its handshake.");
    public static final Setting<TlsProvider> PROVIDER =
            running(
                    "tls-provider",
                    new OneOf<>(List.of(TlsProvider.values()), TlsProvider::word),
                    TlsProvider.AUTO,
                    "Who encrypts; `auto` takes BoringSSL, or the JDK where that is missing or"
                            + " `tls-ciphersuites` is set.");

    /** Those that name files: naming one again means that it is to be read again. */
    public static final List<Setting<?>> FILES =
            List.of(CERTIFICATE, KEY, AUTHORITIES, AUTHORITIES_DIRECTORY);

    static final List<Setting<?>> ROWS =
            List.of(
                    TLS_PORT,
                    HTTPS_PORT,
                    CERTIFICATE,
                    KEY,
                    KEY_PASSWORD,
                    AUTHORITIES,
                    AUTHORITIES_DIRECTORY,
                    AUTH_CLIENTS,
                    HTTPS_AUTH_CLIENTS,
                    AUTH_CLIENTS_USER,
                    PROTOCOLS,
                    CIPHERS,
                    CIPHER_SUITES,
                    PREFER_SERVER_CIPHERS,
                    SESSION_CACHING,
                    SESSION_CACHE_SIZE,
                    SESSION_CACHE_TIMEOUT,
                    HANDSHAKE_TIMEOUT,
                    PROVIDER);

    private TlsTable() {}
}
