package io.crier.server.testing;

import io.crier.protocol.Dialect;
import io.crier.server.CrierServer;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingsLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A server that speaks RESP and HTTP over TLS and without, and clients that are closed with it. */
public final class TlsServer implements AutoCloseable {
    private static final int ATTEMPTS = 20;

    private final LiveSettings settings;
    private final CrierServer server;
    private final Deque<RespClient> clients = new ArrayDeque<>();

    private TlsServer(List<String> flags) {
        Loading loading =
                SettingsLoader.load(
                        flags, InputStream.nullInputStream(), Path.of("").toAbsolutePath());
        if (!(loading instanceof Loading.Loaded loaded)) {
            throw new IllegalArgumentException(loading.toString());
        }
        this.settings = new LiveSettings(loaded);
        this.server = CrierServer.start(settings);
    }

    /**
     * Starts one on free ports, with the server's certificate and the authority.
     *
     * @param flags more settings as on the command line, such as {@code --tls-auth-clients no}
     */
    public static TlsServer start(Certificates certificates, String... flags) {
        for (int attempt = 1; ; attempt++) {
            List<String> line =
                    new ArrayList<>(
                            List.of(
                                    "--port",
                                    String.valueOf(freePort()),
                                    "--tls-port",
                                    String.valueOf(freePort()),
                                    "--http-port",
                                    String.valueOf(freePort()),
                                    "--https-port",
                                    String.valueOf(freePort()),
                                    "--io-threads",
                                    "2",
                                    "--tls-cert-file",
                                    certificates.path("server.pem"),
                                    "--tls-key-file",
                                    certificates.path("server.key"),
                                    "--tls-ca-cert-file",
                                    certificates.path("ca.pem")));
            line.addAll(List.of(flags));
            try {
                return new TlsServer(line);
            } catch (UncheckedIOException failed) {
                if (attempt == ATTEMPTS
                        || !String.valueOf(failed.getMessage()).contains("cannot listen")) {
                    throw failed;
                }
            }
        }
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The server itself. */
    public CrierServer inside() {
        return server;
    }

    /** Without TLS. */
    public int plainPort() {
        return server.port();
    }

    /** Of RESP over TLS. */
    public int port() {
        return server.tlsPort();
    }

    /** Of HTTPS. */
    public int httpsPort() {
        return server.httpsPort();
    }

    /** Changes settings as CONFIG SET; answers its error, or null. */
    public @Nullable String change(String... namesAndValues) {
        List<LiveSettings.Pair> pairs = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            pairs.add(new LiveSettings.Pair(namesAndValues[i], Bytes.of(namesAndValues[i + 1])));
        }
        return settings.change(pairs);
    }

    /** A client without TLS. */
    public RespClient plain() {
        return kept(RespClient.connect(plainPort()));
    }

    /** A client over TLS. */
    public RespClient client(SSLContext context, Dialect dialect) {
        RespClient client = client(context);
        if (dialect == Dialect.RESP3) {
            client.call("HELLO", "3");
        }
        return client;
    }

    /** A client over TLS that speaks RESP2. */
    public RespClient client(SSLContext context) {
        return kept(RespClient.over(socket(context)));
    }

    /** Connects; the handshake is made when something is read or written. */
    public SSLSocket socket(SSLContext context) {
        try {
            return (SSLSocket)
                    context.getSocketFactory()
                            .createSocket(InetAddress.getLoopbackAddress(), port());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private RespClient kept(RespClient client) {
        clients.push(client);
        return client;
    }

    /** How many connections ended for this reason, as the metrics tell. */
    public long closed(String reason) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String metrics =
                    client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + server.httpPort()
                                                                    + "/metrics"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            return metrics.lines()
                    .filter(line ->
                            line.startsWith(
                                    "crier_connections_ended_total{reason=\"" + reason + "\"}"))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .mapToLong(number -> (long) Double.parseDouble(number))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(reason + " is not in " + metrics));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            throw new AssertionError(ended);
        }
    }

    @Override
    public void close() {
        clients.forEach(RespClient::close);
        server.close();
    }
}
