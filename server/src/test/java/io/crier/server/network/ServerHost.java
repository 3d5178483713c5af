package io.crier.server.network;

import io.crier.protocol.Reply;
import io.crier.protocol.RespReader;
import io.crier.server.clients.ChildProcess;
import io.crier.server.clients.CrierProcess;
import io.crier.server.testing.Certificates;
import io.crier.server.testing.RespClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A host on which Crier runs, on the ports 6379, 6380 (TLS), 8080 (HTTP) and 8443 (HTTPS), and a
 * connection to it over a Unix socket, which needs no network.
 */
final class ServerHost implements AutoCloseable {
    static final String PORT = "6379";

    private final Host host;
    private final ChildProcess process;
    private final SocketChannel socket;
    private final RespReader replies;

    private ServerHost(Host host, ChildProcess process, Path path) throws IOException {
        this.host = host;
        this.process = process;
        this.socket = SocketChannel.open(UnixDomainSocketAddress.of(path));
        this.replies = new RespReader(new BufferedInputStream(Channels.newInputStream(socket)));
    }

    static ServerHost start(Host host, Path directory, Certificates tls, String... settings) {
        Path path = directory.resolve("crier-" + host.number() + ".sock");
        List<String> flags =
                new ArrayList<>(
                        List.of(
                                "--bind",
                                host.address(),
                                "--port",
                                PORT,
                                "--tls-port",
                                "6380",
                                "--http-bind",
                                host.address() + " 127.0.0.1",
                                "--http-port",
                                "8080",
                                "--https-port",
                                "8443",
                                "--protected-mode",
                                "no",
                                "--unixsocket",
                                path.toString(),
                                "--tls-auth-clients",
                                "no",
                                "--tls-cert-file",
                                tls.path("server.pem"),
                                "--tls-key-file",
                                tls.path("server.key"),
                                "--tls-ca-cert-file",
                                tls.path("ca.pem")));
        flags.addAll(List.of(settings));
        ChildProcess process = host.start(CrierProcess.command(List.of(), flags));
        try {
            CrierProcess.ready(process);
            return new ServerHost(host, process, path);
        } catch (IOException failed) {
            process.kill();
            throw new UncheckedIOException(failed);
        } catch (AssertionError failed) {
            process.kill();
            throw failed;
        }
    }

    Host host() {
        return host;
    }

    /** How many subscribers a message reached. */
    long publish(String channel, String message) {
        return ((Reply.Int) call("PUBLISH", channel, message)).value();
    }

    long subscribers(String channel) {
        Reply.Array answer = (Reply.Array) call("PUBSUB", "NUMSUB", channel);
        return ((Reply.Int) answer.elements().get(1)).value();
    }

    /** How many connections were accepted since the start. */
    long connections() {
        return RespClient.textOf(call("INFO", "stats"))
                .lines()
                .filter(line -> line.startsWith("total_connections_received:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    /** How many connections ended for this reason, as the metrics tell. */
    long ended(String reason) {
        return host.run("curl", "--silent", "--fail", "http://127.0.0.1:8080/metrics").stream()
                .filter(line -> line.startsWith("crier_connections_ended_total"))
                .filter(line -> line.contains("\"" + reason + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private Reply call(String... words) {
        try {
            ByteBuffer request =
                    ByteBuffer.wrap(
                            RespClient.encoded(words).getBytes(StandardCharsets.ISO_8859_1));
            while (request.hasRemaining()) {
                socket.write(request);
            }
            return replies.read();
        } catch (IOException failed) {
            throw new UncheckedIOException(process.toString(), failed);
        }
    }

    @Override
    public void close() {
        process.kill();
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
