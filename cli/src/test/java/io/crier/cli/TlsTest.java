package io.crier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Crier, and against Debian's redis-server. */
@Tag("programs")
@ParameterizedClass
@ValueSource(strings = {"crier", "redis"})
final class TlsTest {
    private final String program;
    @TempDir private Path files;
    private TestServer server;
    private String port;

    TlsTest(String program) {
        this.program = program;
    }

    /** The server presents one self-signed certificate and accepts only it from clients. */
    @BeforeEach
    void start() throws IOException, InterruptedException {
        List<String> certificate =
                List.of(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost",
                        "-keyout",
                        file("key.pem"),
                        "-out",
                        file("cert.pem"));
        Process openssl =
                new ProcessBuilder(certificate)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(openssl.waitFor()).isZero();
        port = String.valueOf(FreePort.find());
        String[] settings = {
            "tls-port", port,
            "tls-cert-file", file("cert.pem"),
            "tls-key-file", file("key.pem"),
            "tls-ca-cert-file", file("cert.pem")
        };
        server = program.equals("crier") ? TestServer.start(settings) : new RedisProcess(settings);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aServerAndAClientThatKnowEachOtherTalk() {
        Program sub = crier("sub", "news");
        sub.awaitErr("subscribed to news");
        Program pub = crier("pub", "a", "news");
        pub.line("hello");
        pub.line("exit");
        assertThat(pub.status()).as(pub.err()).isZero();
        assertThat(sub.status()).isZero();
        assertThat(sub.out()).isEqualTo("a: hello\n");
    }

    @Test
    void aServerWithAnUnknownCertificateIsRefused() {
        Program sub =
                Program.start(
                        "sub",
                        "-h",
                        "localhost",
                        "-p",
                        port,
                        "--tls",
                        "--cert",
                        file("cert.pem"),
                        "--key",
                        file("key.pem"),
                        "news");
        assertThat(sub.status()).isEqualTo(1);
        assertThat(sub.err()).contains("cannot connect to localhost:" + port + ": TLS: ");
        assertThat(sub.err()).containsOnlyOnce("\n");
    }

    @Test
    void aServerWithAnotherNameIsRefusedUnlessInsecure() {
        String[] options = {
            "-h",
            "127.0.0.1",
            "-p",
            port,
            "--tls",
            "--cacert",
            file("cert.pem"),
            "--cert",
            file("cert.pem"),
            "--key",
            file("key.pem")
        };
        Program sub = Program.start(PubSubTest.with(options, "sub", "news"));
        assertThat(sub.status()).isEqualTo(1);
        assertThat(sub.err()).contains("TLS: ");
        Program pub = Program.start(PubSubTest.with(options, "pub", "--insecure", "a", "news"));
        pub.line("exit");
        assertThat(pub.status()).as(pub.err()).isZero();
    }

    @Test
    void aLoadGoesThroughTlsToo() {
        Program bench = crier("bench", "fan-out", "--seconds", "1", "--warmup", "0");
        assertThat(bench.status()).as(bench.err()).isZero();
        assertThat(bench.out()).contains("nothing lost");
    }

    private Program crier(String... command) {
        return Program.start(
                PubSubTest.with(
                        new String[] {
                            "-h",
                            "localhost",
                            "-p",
                            port,
                            "--tls",
                            "--cacert",
                            file("cert.pem"),
                            "--cert",
                            file("cert.pem"),
                            "--key",
                            file("key.pem")
                        },
                        command));
    }

    private String file(String name) {
        return files.resolve(name).toString();
    }
}
