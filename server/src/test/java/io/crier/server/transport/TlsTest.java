package io.crier.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.testing.Certificates;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TlsServer;
import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RESP over TLS, spoken to by the JDK's TLS and by sockets that break off. */
final class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String[] ANYBODY = {"--tls-auth-clients", "no"};

    @TempDir private static Path directory;
    private static Certificates certificates;
    private final List<TlsServer> servers = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() {
        certificates = new Certificates(directory);
        certificates.issue("alice", "alice");
        certificates.issue("default", "default");
        certificates.issueExpired("late", "default");
    }

    @AfterEach
    void stop() {
        servers.forEach(TlsServer::close);
    }

    private TlsServer start(String... flags) {
        TlsServer server = TlsServer.start(certificates, flags);
        servers.add(server);
        return server;
    }

    private static String[] and(String[] flags, String... more) {
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void aSubscriberOverTlsHearsAPublisherWithout(Dialect dialect) {
        TlsServer server = start(ANYBODY);
        RespClient subscriber = server.client(certificates.trusting(), dialect);
        subscriber.send("SUBSCRIBE", "news").readRaw();

        assertThat(server.plain().number("PUBLISH", "news", "hello")).isEqualTo(1);

        assertThat(subscriber.readRaw())
                .isEqualTo(
                        (dialect == Dialect.RESP3 ? ">" : "*")
                                + "3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "epoll, boringssl",
        "epoll, jdk",
        "nio, boringssl",
        "nio, jdk",
        "io_uring, boringssl"
    })
    void bigMessagesReachAllWhoReadSlowlyWhole(String transport, String provider) {
        if (transport.equals("io_uring")) {
            assumeThat(IoUring.unavailabilityCause()).isNull();
        }
        TlsServer server =
                start(and(ANYBODY, "--transport", transport, "--tls-provider", provider));
        List<RespClient> subscribers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            RespClient subscriber = server.client(certificates.trusting());
            subscriber.send("SUBSCRIBE", "news").readRaw();
            subscribers.add(subscriber);
        }
        RespClient publisher = server.client(certificates.trusting());
        String payload = "0123456789abcdef".repeat(1 << 16);
        for (int i = 0; i < 6; i++) {
            assertThat(publisher.number("PUBLISH", "news", i + payload)).isEqualTo(4);
            assertThat(publisher.number("PUBLISH", "news", "small " + i)).isEqualTo(4);
        }
        for (RespClient subscriber : subscribers) {
            for (int i = 0; i < 6; i++) {
                assertThat(message(subscriber)).isEqualTo(i + payload);
                assertThat(message(subscriber)).isEqualTo("small " + i);
            }
        }
    }

    private static String message(RespClient subscriber) {
        return RespClient.textOf(((Reply.Array) subscriber.read()).elements().get(2));
    }

    @Test
    void aSubscriberOverTlsThatDoesNotReadIsClosedAtItsLimit() {
        TlsServer server = start(and(ANYBODY, "--client-output-buffer-limit", "pubsub 1mb 0 0"));
        RespClient stalled = server.client(certificates.trusting());
        stalled.send("SUBSCRIBE", "news").readRaw();
        RespClient publisher = server.plain();
        String payload = "x".repeat(100_000);

        await().atMost(PATIENCE).until(() -> publisher.number("PUBLISH", "news", payload) == 0);

        await().atMost(PATIENCE).until(() -> server.closed("output-buffer-limit") == 1);
    }

    @Test
    void manyRequestsAtOnceAreAnsweredInOrder() {
        TlsServer server = start(ANYBODY);
        RespClient client = server.client(certificates.trusting());
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            requests.append(RespClient.encoded("ECHO", "number " + i));
        }
        client.sendRaw(requests.toString());
        for (int i = 0; i < 10_000; i++) {
            assertThat(RespClient.textOf(client.read())).isEqualTo("number " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boringssl", "jdk"})
    void aClientThatShowsNoCertificateIsRefusedWhereOneIsDemanded(String provider) {
        TlsServer server = start("--tls-provider", provider);
        RespClient stranger = server.client(certificates.trusting());

        assertThatThrownBy(() -> stranger.text("PING")).isInstanceOf(Throwable.class);
        await().atMost(PATIENCE).until(() -> server.closed("tls-handshake") == 1);

        assertThat(server.client(certificates.as("alice")).text("PING")).isEqualTo("PONG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boringssl", "jdk"})
    void whereACertificateIsOptionalABadOneIsRefusedAllTheSame(
            String provider, @TempDir Path other) {
        Certificates foreign = new Certificates(other);
        foreign.issue("alice", "alice");
        TlsServer server = start("--tls-auth-clients", "optional", "--tls-provider", provider);

        assertThat(server.client(certificates.trusting()).text("PING")).isEqualTo("PONG");
        assertThat(server.client(certificates.as("alice")).text("PING")).isEqualTo("PONG");
        RespClient late = server.client(certificates.as("late"));
        assertThatThrownBy(() -> late.text("PING")).isInstanceOf(Throwable.class);
        RespClient stranger = server.client(certificates.as(foreign, "alice"));
        assertThatThrownBy(() -> stranger.text("PING")).isInstanceOf(Throwable.class);
        await().atMost(PATIENCE).until(() -> server.closed("tls-handshake") == 2);
    }

    @Test
    void theNameInACertificateIsItsUserWhereThatIsAskedFor() {
        TlsServer server = start("--tls-auth-clients-user", "CN", "--requirepass", "secret");

        assertThat(server.client(certificates.as("default")).text("PING")).isEqualTo("PONG");
        RespClient unknown = server.client(certificates.as("alice"));
        assertThat(unknown.text("PING")).startsWith("NOAUTH");
        assertThat(unknown.text("AUTH", "secret")).isEqualTo("OK");

        RespClient known = server.client(certificates.as("default"));
        assertThat(known.text("RESET")).isEqualTo("RESET");
        assertThat(known.text("PING")).startsWith("NOAUTH");
    }

    @Test
    void theNameInACertificateIsNoUserOtherwise() {
        TlsServer server = start("--requirepass", "secret");

        assertThat(server.client(certificates.as("default")).text("PING")).startsWith("NOAUTH");
    }

    @Test
    void aClientThatTrustsAnotherAuthorityLeaves(@TempDir Path other) {
        TlsServer server = start(ANYBODY);
        RespClient client = server.client(new Certificates(other).trusting());

        assertThatThrownBy(() -> client.text("PING")).isInstanceOf(Throwable.class);
        await().atMost(PATIENCE).until(() -> server.closed("tls-handshake") == 1);
    }

    @ParameterizedTest
    @CsvSource({
        "boringssl, TLSv1.2, TLSv1.3",
        "boringssl, TLSv1.3, TLSv1.2",
        "jdk, TLSv1.2, TLSv1.3",
        "jdk, TLSv1.3, TLSv1.2"
    })
    void onlyTheVersionsInTheSettingsAreSpoken(String provider, String spoken, String refused)
            throws IOException {
        TlsServer server =
                start(and(ANYBODY, "--tls-protocols", spoken, "--tls-provider", provider));
        try (SSLSocket good = server.socket(certificates.trusting());
                SSLSocket bad = server.socket(certificates.trusting())) {
            good.setEnabledProtocols(new String[] {spoken});
            good.startHandshake();
            assertThat(good.getSession().getProtocol()).isEqualTo(spoken);
            bad.setEnabledProtocols(new String[] {refused});
            assertThatThrownBy(bad::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"boringssl", "jdk"})
    void onlyTheCiphersInTheSettingsAreSpoken(String provider) throws IOException {
        TlsServer server =
                start(
                        and(
                                ANYBODY,
                                "--tls-protocols",
                                "TLSv1.2",
                                "--tls-ciphers",
                                "ECDHE-ECDSA-AES256-GCM-SHA384",
                                "--tls-provider",
                                provider));
        try (SSLSocket client = server.socket(certificates.trusting())) {
            client.startHandshake();
            assertThat(client.getSession().getCipherSuite())
                    .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
        }
    }

    @Test
    void onlyTheSuitesInTheSettingsAreSpoken() throws IOException {
        TlsServer server =
                start(and(ANYBODY, "--tls-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"));
        try (SSLSocket client = server.socket(certificates.trusting())) {
            client.startHandshake();
            assertThat(client.getSession().getCipherSuite())
                    .isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PING\r\n", "*1\r\n$4\r\nPING\r\n", "GET / HTTP/1.1\r\n\r\n"})
    void whoDoesNotSpeakTlsIsClosed(String request) {
        TlsServer server = start(ANYBODY);
        try (RespClient plain = RespClient.connect(server.port())) {
            plain.sendRaw(request);
            assertThat(plain.readToEnd()).doesNotContain("PONG");
        }
        await().atMost(PATIENCE).until(() -> server.closed("tls-handshake") == 1);
    }

    @Test
    void whoSpeaksTlsWhereItIsNotIsClosed() {
        TlsServer server = start(ANYBODY);
        assertThatThrownBy(
                        () -> {
                            try (SSLSocket client =
                                    (SSLSocket)
                                            certificates
                                                    .trusting()
                                                    .getSocketFactory()
                                                    .createSocket(
                                                            InetAddress.getLoopbackAddress(),
                                                            server.plainPort())) {
                                client.startHandshake();
                            }
                        })
                .isInstanceOf(IOException.class);
        await().atMost(PATIENCE).until(() -> server.closed("protocol-error") == 1);
    }

    @Test
    void whoBeginsNoHandshakeIsClosedInTime() {
        TlsServer server = start(and(ANYBODY, "--tls-handshake-timeout", "1"));
        try (RespClient silent = RespClient.connect(server.port())) {
            assertThat(silent.readToEnd()).isEmpty();
        }
        await().atMost(PATIENCE).until(() -> server.closed("tls-handshake") == 1);
        assertThat(server.client(certificates.trusting()).text("PING")).isEqualTo("PONG");
    }

    @Test
    void aHandshakeByteByByteIsAHandshake() throws Exception {
        TlsServer server = start(ANYBODY);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            SSLEngine engine = certificates.trusting().createSSLEngine("localhost", 1);
            engine.setUseClientMode(true);
            ByteWise wire = new ByteWise(engine, socket);

            wire.handshake();
            wire.write("PING\r\n");

            assertThat(wire.read(7)).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aConnectionThatIsCutDuringItsHandshakeLeavesNothing() throws Exception {
        TlsServer server = start(ANYBODY);
        SSLEngine engine = certificates.trusting().createSSLEngine("localhost", 1);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(1 << 16);
        engine.wrap(ByteBuffer.allocate(0), hello);
        hello.flip();
        int length = hello.remaining();
        for (int cut : new int[] {0, 1, 3, 5, length / 2, length - 1, length}) {
            for (boolean reset : new boolean[] {false, true}) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    socket.setSoLinger(reset, 0);
                    socket.getOutputStream().write(hello.array(), 0, cut);
                }
            }
        }
        RespClient asker = server.plain();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(asker.text("INFO", "clients"))
                                .contains("connected_clients:1\r"));
        AtomicInteger asked = new AtomicInteger(); // who asks comes, and is closed, too
        await().atMost(PATIENCE)
                .until(() ->
                        server.closed("tls-handshake")
                                        + server.closed("peer-closed")
                                        - asked.getAndAdd(2)
                                >= 14);
    }

    @Test
    void whatWasAskedIsAnsweredAfterTheSocketSaidItsLast() throws Exception {
        TlsServer server = start(ANYBODY);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            SSLEngine engine = certificates.trusting().createSSLEngine("localhost", 1);
            engine.setUseClientMode(true);
            ByteWise wire = new ByteWise(engine, socket);
            wire.handshake();
            wire.write("PING\r\nECHO last\r\n");
            socket.shutdownOutput();

            assertThat(wire.read(17)).isEqualTo("+PONG\r\n$4\r\nlast\r\n");
        }
    }

    @Test
    void aClientThatLeavesIsToldGoodbye() throws Exception {
        TlsServer server = start(ANYBODY);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            SSLEngine engine = certificates.trusting().createSSLEngine("localhost", 1);
            engine.setUseClientMode(true);
            ByteWise wire = new ByteWise(engine, socket);
            wire.handshake();
            wire.write("QUIT\r\n");

            assertThat(wire.read(5)).isEqualTo("+OK\r\n");
            assertThat(wire.hearsGoodbye()).isTrue();
        }
        await().atMost(PATIENCE).until(() -> server.closed("quit") == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"boringssl", "jdk"})
    void aClientMayNotNegotiateAgain(String provider) throws IOException {
        TlsServer server =
                start(and(ANYBODY, "--tls-protocols", "TLSv1.2", "--tls-provider", provider));
        try (SSLSocket client = server.socket(certificates.trusting())) {
            client.startHandshake();
            assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.2");

            assertThatThrownBy(
                            () -> {
                                client.startHandshake();
                                client.getOutputStream()
                                        .write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                                if (client.getInputStream().read() < 0) {
                                    throw new IOException("closed");
                                }
                            })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
        assertThat(server.client(certificates.trusting()).text("PING")).isEqualTo("PONG");
    }

    @ParameterizedTest
    @CsvSource({"boringssl, yes, true", "boringssl, no, false", "jdk, yes, true"})
    void aSessionIsResumedOnlyWhereTheSettingLetsIt(
            String provider, String caching, boolean resumed) throws IOException {
        TlsServer server =
                start(
                        and(
                                ANYBODY,
                                "--tls-protocols",
                                "TLSv1.2",
                                "--tls-session-caching",
                                caching,
                                "--tls-provider",
                                provider));
        SSLContext context = certificates.trusting();
        byte[] first = sessionOf(server, context);
        byte[] second = sessionOf(server, context);

        assertThat(first.length > 0 && Arrays.equals(first, second)).isEqualTo(resumed);
    }

    /** The id of the session in which a connection was answered. */
    private static byte[] sessionOf(TlsServer server, SSLContext context) throws IOException {
        try (SSLSocket client = server.socket(context)) {
            client.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("+PONG\r\n");
            return client.getSession().getId();
        }
    }

    @Test
    void protectedModeHoldsOverTls() throws IOException {
        TlsServer server = start(and(ANYBODY, "--bind", "*", "--protected-mode", "yes"));
        InetAddress outside = outsideAddress();
        assertThat(outside).as("an address of this machine besides loopback").isNotNull();
        try (SSLSocket stranger =
                (SSLSocket)
                        certificates
                                .trusting()
                                .getSocketFactory()
                                .createSocket(outside, server.port())) {
            assertThat(stranger.getInputStream().readAllBytes()).asString().startsWith("-DENIED ");
        }
        assertThat(server.client(certificates.trusting()).text("PING")).isEqualTo("PONG");
        await().atMost(PATIENCE).until(() -> server.closed("protected-mode") == 1);
    }

    /** An address of this machine that is not loopback, or null. */
    private static @Nullable InetAddress outsideAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElse(null);
    }

    @Test
    void tooManyClientsAreTurnedAwayBeforeTheirHandshake() {
        TlsServer server = start(and(ANYBODY, "--maxclients", "1"));
        assertThat(server.client(certificates.trusting()).text("PING")).isEqualTo("PONG");
        try (RespClient second = RespClient.connect(server.port())) {
            assertThat(second.readToEnd()).isEmpty();
        }
    }
}
