package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.crier.server.testing.Certificates;
import io.crier.server.testing.RespClient;
import io.crier.server.testing.TlsServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers do, over TLS, by the JDK's client of HTTP. */
@SuppressWarnings("NullAway.Init") // every test begins with start()
final class HttpsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private static Path directory;
    private static Certificates certificates;
    private TlsServer server;
    private HttpClient client;

    @BeforeAll
    static void makeCertificates() {
        certificates = new Certificates(directory);
        certificates.issue("default", "default");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void start(SSLContext context, String... flags) {
        server = TlsServer.start(certificates, flags);
        client = HttpClient.newBuilder().sslContext(context).build();
    }

    private URI uri(String scheme, String target) {
        return URI.create(scheme + "://localhost:" + server.httpsPort() + target);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> publish() throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri("https", "/publish/news"))
                        .POST(HttpRequest.BodyPublishers.ofString("hello")));
    }

    @Test
    void theChatPageComesOverHttps() throws Exception {
        start(certificates.trusting());

        HttpResponse<String> page = send(HttpRequest.newBuilder(uri("https", "/")));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boringssl", "jdk"})
    void aPublishOverHttpsReachesWebSocketAndEvents(String provider) throws Exception {
        start(certificates.trusting(), "--tls-provider", provider);
        Heard heard = new Heard();
        WebSocket socket =
                client.newWebSocketBuilder()
                        .header("Origin", uri("https", "").toString())
                        .buildAsync(uri("wss", "/ws"), heard)
                        .get(30, TimeUnit.SECONDS);
        socket.sendText("{\"id\":1,\"command\":[\"SUBSCRIBE\",\"news\"]}", true)
                .get(30, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> heard.all.toString().contains("\"id\":1"));
        HttpResponse<Stream<String>> events =
                client.send(
                        HttpRequest.newBuilder(uri("https", "/subscribe?channel=news")).build(),
                        HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = events.body()) {
            Iterator<String> line = lines.iterator();

            assertThat(publish().statusCode()).isEqualTo(200);

            await().atMost(PATIENCE).until(() -> heard.all.toString().contains("hello"));
            while (!line.next().contains("hello")) {
                // The head of the stream comes first.
            }
        }
        socket.abort();
    }

    @Test
    void aCertificateIsDemandedOnlyWhereThatIsAskedFor() throws Exception {
        start(certificates.trusting(), "--https-auth-clients", "yes");

        assertThatThrownBy(this::publish).isInstanceOf(IOException.class);
    }

    @Test
    void theNameInACertificateIsItsUser() throws Exception {
        start(
                certificates.as("default"),
                "--https-auth-clients",
                "optional",
                "--tls-auth-clients-user",
                "CN",
                "--requirepass",
                "secret");

        assertThat(publish().statusCode()).isEqualTo(200);
        assertThat(
                        send(HttpRequest.newBuilder(uri("https", "/publish/news"))
                                        .header("Authorization", "Bearer wrong")
                                        .POST(HttpRequest.BodyPublishers.ofString("hello")))
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aPasswordIsStillAskedOfOthers() throws Exception {
        start(
                certificates.trusting(),
                "--https-auth-clients",
                "optional",
                "--tls-auth-clients-user",
                "CN",
                "--requirepass",
                "secret");

        assertThat(publish().statusCode()).isEqualTo(401);
    }

    @Test
    void plainHttpOnThePortOfHttpsIsClosed() {
        start(certificates.trusting());
        try (RespClient plain = RespClient.connect(server.httpsPort())) {
            plain.sendRaw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(plain.readToEnd()).doesNotContain("200");
        }
        await().atMost(PATIENCE).until(() -> server.closed("tls-handshake") == 1);
    }

    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            all.add(text.toString());
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
