package io.crier.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crier.protocol.Dialect;
import io.crier.protocol.Reply;
import io.crier.server.CrierServer;
import io.crier.server.message.Bytes;
import io.crier.server.settings.LiveSettings;
import io.crier.server.settings.Loading;
import io.crier.server.settings.SettingsLoader;
import io.crier.server.testing.RespClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A server whose gateway listens on a free port, and clients of it that are closed with it. */
public final class WebServer implements AutoCloseable {
    private static final int ATTEMPTS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LiveSettings settings;
    private final CrierServer server;
    private final int webPort;
    private final Deque<Runnable> open = new ArrayDeque<>();

    private WebServer(int webPort, String... flags) {
        List<String> line = new ArrayList<>(List.of("--port", "0", "--io-threads", "2"));
        line.addAll(List.of("--http-port", Integer.toString(webPort)));
        line.addAll(List.of(flags));
        Loading loading =
                SettingsLoader.load(
                        line, InputStream.nullInputStream(), Path.of("").toAbsolutePath());
        if (!(loading instanceof Loading.Loaded loaded)) {
            throw new IllegalArgumentException(loading.toString());
        }
        this.webPort = webPort;
        this.settings = new LiveSettings(loaded);
        this.server = CrierServer.start(settings);
    }

    /**
     * Starts one on ports that are free.
     *
     * @param flags settings as on the command line, such as {@code --requirepass secret}
     */
    public static WebServer start(String... flags) {
        for (int attempt = 1; ; attempt++) {
            try {
                return on(freePort(), flags);
            } catch (UncheckedIOException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /** Starts one whose gateway listens on this port. */
    public static WebServer on(int webPort, String... flags) {
        return new WebServer(webPort, flags);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Of RESP. */
    int port() {
        return server.port();
    }

    /** Of the gateway. */
    public int webPort() {
        return webPort;
    }

    /** The server itself, to publish in process. */
    public CrierServer inside() {
        return server;
    }

    URI uri(String scheme, String target) {
        return URI.create(scheme + "://127.0.0.1:" + webPort + target);
    }

    void set(String name, String value) {
        assertThat(settings.change(List.of(new LiveSettings.Pair(name, Bytes.of(value))))).isNull();
    }

    RespClient resp() {
        RespClient client = RespClient.connect(port(), Dialect.RESP2);
        open.push(client::close);
        return client;
    }

    RawHttp http() {
        RawHttp client = new RawHttp(webPort);
        open.push(client::close);
        return client;
    }

    /** One answer on a connection of its own. */
    Answer call(String methodAndTarget, String... headers) {
        try (RawHttp client = new RawHttp(webPort)) {
            return client.call(methodAndTarget, headers);
        }
    }

    /** What a POST is answered on a connection of its own. */
    Answer post(String target, String body, String... headers) {
        try (RawHttp client = new RawHttp(webPort)) {
            return client.post(target, body, headers);
        }
    }

    /** How many connections ended for this reason, as the metrics tell. */
    long ended(String reason, String... headers) {
        String start = "crier_connections_ended_total{reason=\"" + reason + "\"} ";
        return call("GET /metrics", headers)
                .body()
                .lines()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(start.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(reason + " is not counted"));
    }

    /** Waits until exactly so many connections ended for this reason. */
    void awaitEnded(String reason, long count, String... headers) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ended(reason, headers)).isEqualTo(count));
    }

    /** A WebSocket that is open. */
    RawWebSocket webSocket(String... headers) {
        RawHttp client = http();
        return RawWebSocket.open(client, headers);
    }

    /** An event stream that is open and subscribed. */
    EventStream events(String query, String... headers) {
        return EventStream.open(http(), query, headers);
    }

    /** Waits until a channel has exactly so many subscribers. */
    void awaitSubscribers(String channel, int count) {
        RespClient asker = resp();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(asker.call("PUBSUB", "NUMSUB", channel))
                                .isEqualTo(
                                        new Reply.Array(
                                                List.of(
                                                        Reply.Bulk.of(channel),
                                                        new Reply.Int(count)))));
    }

    @Override
    public void close() {
        open.forEach(Runnable::run);
        server.close();
    }
}
