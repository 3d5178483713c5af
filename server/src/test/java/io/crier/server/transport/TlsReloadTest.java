package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.server.CrierServer;
import io.crier.server.settings.Settings;
import io.crier.server.settings.TlsTable;
import io.crier.server.settings.WebTable;
import io.crier.server.testing.Certificates;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and other settings of TLS that change while the server runs, or are wrong. */
final class TlsReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private Certificates certificates;
    private TlsServer server;

    @BeforeEach
    void start() {
        certificates = new Certificates(directory);
        server = TlsServer.start(certificates, "--tls-auth-clients", "no");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String serverName() {
        try (SSLSocket socket = server.socket(certificates.trusting())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aReloadShowsTheNewCertificateToThoseWhoComeAndKeepsThoseWhoAreThere() {
        RespClient before = server.client(certificates.trusting());
        assertThat(before.text("PING")).isEqualTo("PONG");
        assertThat(serverName()).isEqualTo("CN=localhost");
        certificates.issue("server", "renewed");

        assertThat(server.inside().reload()).isEmpty();

        assertThat(serverName()).isEqualTo("CN=renewed");
        assertThat(before.text("PING")).isEqualTo("PONG");
    }

    @Test
    void aFileThatChangesIsReadWithoutBeingAskedFor() {
        certificates.issue("server", "renewed");

        await().atMost(PATIENCE).until(() -> serverName().equals("CN=renewed"));
    }

    @Test
    void aReloadOfWhatIsBrokenChangesNothingAndSaysWhy() throws IOException {
        certificates.issue("other", "other");
        Files.copy(
                Path.of(certificates.path("other.key")),
                Path.of(certificates.path("server.key")),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(server.inside().reload())
                .contains("certificates: tls-key-file: is not the key of tls-cert-file");

        assertThat(serverName()).isEqualTo("CN=localhost");
    }

    @Test
    void configSetTakesAnotherCertificateAndRefusesABrokenOne() {
        certificates.issue("other", "other");

        assertThat(
                        server.change(
                                "tls-cert-file",
                                certificates.path("other.pem"),
                                "tls-key-file",
                                certificates.path("other.key")))
                .isNull();
        assertThat(serverName()).isEqualTo("CN=other");

        assertThat(server.change("tls-cert-file", certificates.path("none.pem")))
                .isEqualTo(
                        "ERR CONFIG SET failed (possibly related to argument 'tls-cert-file') -"
                                + " cannot read "
                                + certificates.path("none.pem")
                                + " (NoSuchFileException)");
        assertThat(serverName()).isEqualTo("CN=other");
    }

    @Test
    void configSetOfAFileThatIsInUseReadsItAgain() throws IOException {
        certificates.issue("other", "other");
        String file = certificates.path("server.pem");
        Files.writeString(Path.of(file), "no certificate");

        assertThat(server.change("tls-cert-file", file))
                .startsWith(
                        "ERR CONFIG SET failed (possibly related to argument 'tls-cert-file') - ");
        assertThat(server.change("tls-cert-file", file))
                .startsWith("ERR CONFIG SET failed (possibly related to argument 'tls-cert-file')");
        assertThat(server.change("maxclients", "77")).isNull();
        assertThat(serverName()).isEqualTo("CN=localhost");

        Files.copy(
                Path.of(certificates.path("other.pem")),
                Path.of(file),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                Path.of(certificates.path("other.key")),
                Path.of(certificates.path("server.key")),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(server.change("tls-cert-file", file)).isNull();
        assertThat(serverName()).isEqualTo("CN=other");
    }

    @Test
    void configSetMovesThePort() {
        RespClient before = server.client(certificates.trusting());
        assertThat(before.text("PING")).isEqualTo("PONG");
        int other = TlsServer.freePort();

        assertThat(server.change("tls-port", String.valueOf(other))).isNull();

        assertThat(server.port()).isEqualTo(other);
        assertThat(serverName()).isEqualTo("CN=localhost");
        assertThat(before.text("PING")).isEqualTo("PONG");
        assertThat(server.change("tls-port", String.valueOf(server.plainPort())))
                .endsWith("'tls-port') - Unable to listen on this port. Check server logs.");
        assertThat(serverName()).isEqualTo("CN=localhost");
        assertThat(server.change("tls-port", "0")).isNull();
        assertThat(server.port()).isZero();
        assertThat(server.plain().text("PING")).isEqualTo("PONG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rsa -aes256 -passout pass:secret -in rsa.key -out server.key -traditional",
                "pkcs8 -topk8 -passout pass:secret -in rsa.key -out server.key"
            })
    void aKeyThatCannotBeOpenedSaysWhy(String convert) {
        rsaCertificate();
        certificates.openssl(convert);

        assertThat(server.inside().reload())
                .contains(
                        convert.contains("traditional")
                                ? "certificates: tls-key-file: is encrypted in an old form; 'openssl pkcs8"
                                        + " -topk8' writes the one that is read"
                                : "certificates: tls-key-file: is encrypted; tls-key-file-pass must be set");
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, rsa -in rsa.key -out server.key -traditional",
        "rsa, pkcs8 -topk8 -nocrypt -in rsa.key -out server.key",
        "rsa, pkcs8 -topk8 -passout pass:secret -in rsa.key -out server.key",
        "rsa, pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:secret -in rsa.key -out server.key",
        "ec, ec -in ec.key -out server.key",
        "ec, pkcs8 -topk8 -passout pass:secret -in ec.key -out server.key"
    })
    void everyFormOfKeyThatOpensslWritesIsRead(String kind, String convert) {
        if (kind.equals("rsa")) {
            rsaCertificate();
        } else {
            certificates.issue("ec", "ec");
            certificates.openssl("x509 -in ec.pem -out server.pem");
        }
        certificates.openssl(convert);

        assertThat(server.change("tls-key-file-pass", "secret")).isNull();

        assertThat(serverName()).isEqualTo("CN=" + kind);
    }

    private void rsaCertificate() {
        certificates.openssl(
                "req -x509 -days 2 -newkey rsa:2048 -nodes -CA ca.pem -CAkey ca.key -subj /CN=rsa"
                        + " -addext subjectAltName=DNS:localhost -keyout rsa.key -out server.pem");
    }

    @Test
    void aWrongPasswordIsNotShown() {
        rsaCertificate();
        certificates.openssl("pkcs8 -topk8 -passout pass:secret -in rsa.key -out server.key");

        assertThat(server.change("tls-key-file-pass", "hunter2"))
                .endsWith("'tls-key-file-pass') - does not open tls-key-file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tls-ciphers | NONSENSE | 'NONSENSE' is not a list of ciphers that BoringSSL knows",
                "tls-ciphersuites | TLS_NONSENSE | 'TLS_NONSENSE' is no suite of TLS 1.3 here",
                "tls-ca-cert-file | /dev/null | /dev/null holds no certificate in PEM"
            })
    void whatTlsDoesNotKnowIsRefused(String name, String value, String why) {
        assertThat(server.change(name, value))
                .isEqualTo(
                        "ERR CONFIG SET failed (possibly related to argument '%s') - %s"
                                .formatted(name, why));
        assertThat(serverName()).isEqualTo("CN=localhost");
    }

    @Test
    void aServerWithoutACertificateDoesNotStart() {
        Settings settings =
                Settings.defaults()
                        .with(WebTable.HTTP_PORT, 0L)
                        .with(TlsTable.TLS_PORT, (long) TlsServer.freePort());

        assertThatThrownBy(() -> CrierServer.start(settings).close())
                .hasMessage(
                        "tls-cert-file: must name a file, because tls-port or https-port is set");
    }

    @Test
    void aServerThatDemandsCertificatesButTrustsNobodyDoesNotStart() {
        assertThat(server.change("tls-ca-cert-file", "", "tls-auth-clients", "yes"))
                .endsWith(
                        "'tls-auth-clients') - certificates of clients need tls-ca-cert-file or"
                                + " tls-ca-cert-dir; 'no' asks for none");
    }

    @Test
    void aDirectoryOfAuthoritiesIsRead(@TempDir Path authorities) throws IOException {
        certificates.issue("alice", "alice");
        Files.copy(Path.of(certificates.path("ca.pem")), authorities.resolve("ca.pem"));

        assertThat(
                        server.change(
                                "tls-ca-cert-file",
                                "",
                                "tls-ca-cert-dir",
                                authorities.toString(),
                                "tls-auth-clients",
                                "yes"))
                .isNull();

        assertThat(server.client(certificates.as("alice")).text("PING")).isEqualTo("PONG");
    }

    @Test
    void theLineOfTheStartNamesThePorts() {
        assertThat(server.inside().describe())
                .contains(
                        "port %d and port %d (TLS), HTTP on port %d, HTTPS on port %d"
                                .formatted(
                                        server.plainPort(),
                                        server.port(),
                                        server.inside().httpPort(),
                                        server.httpsPort()));
    }
}
