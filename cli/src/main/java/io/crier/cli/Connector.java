package io.crier.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Opens connections to one server, ready for commands. */
final class Connector {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int REPLY_TIMEOUT_MILLIS = 30_000;

    /** A subscriber hears at least its own heartbeat more often than this. */
    static final int SILENCE_TIMEOUT_MILLIS = 45_000;

    private final ServerAddress address;
    private final JedisClientConfig config;
    private final @Nullable TlsSockets tls;

    /**
     * @throws Failure when TLS is asked for and its files are not usable
     */
    Connector(ServerAddress address) {
        this(address, null);
    }

    /**
     * @param clientName of every connection, in printable ASCII; null for none. A server may refuse
     *     it without further ado.
     * @throws Failure when TLS is asked for and its files are not usable
     */
    Connector(ServerAddress address, @Nullable String clientName) {
        this.address = address;
        this.tls = address.tls() == null ? null : new TlsSockets(address.tls());
        this.config =
                DefaultJedisClientConfig.builder()
                        .resp2()
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .socketTimeoutMillis(REPLY_TIMEOUT_MILLIS)
                        .blockingSocketTimeoutMillis(SILENCE_TIMEOUT_MILLIS)
                        .user(address.user())
                        .password(address.password())
                        .clientName(clientName)
                        .build();
    }

    ServerAddress address() {
        return address;
    }

    /**
     * Connects, logs in and sees that the server answers.
     *
     * @throws JedisConnectionException when the server is not there or not ready: worth another try
     * @throws Failure when the server refuses this client
     */
    Connection open() {
        Connection connection = null;
        try {
            connection = new Connection(this::socket, config);
            connection.executeCommand(Protocol.Command.PING);
            return connection;
        } catch (JedisDataException e) {
            String reply = String.valueOf(e.getMessage());
            if (connection != null && reply.startsWith("NOPERM")) {
                return connection;
            }
            close(connection);
            if (isPassing(reply)) {
                throw new JedisConnectionException(reply);
            }
            throw Failure.failed(address + " refused: " + Printable.text(reply));
        } catch (JedisConnectionException e) {
            close(connection);
            throw e;
        } catch (JedisException e) {
            close(connection);
            throw Failure.failed(address + ": " + Printable.text(String.valueOf(e.getMessage())));
        }
    }

    /** As {@link #open}, when there is no reason to wait for a server that is not there. */
    Connection openNow() {
        try {
            return open();
        } catch (JedisConnectionException e) {
            throw Failure.failed("cannot connect to " + address + ": " + reason(e));
        }
    }

    /** Closes without a word, because a connection that fails to close is gone all the same. */
    static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (JedisException e) {
                connection.setBroken();
            }
        }
    }

    /** Why a connection failed, in a few words for the user. */
    static String reason(JedisConnectionException failure) {
        Throwable root = failure;
        while (root.getCause() != null && !(root instanceof SSLException)) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return switch (root) {
            case UnknownHostException _ -> "unknown host";
            case SocketTimeoutException _ -> "no answer in time";
            case SSLException _ -> "TLS: " + message;
            case ConnectException _ -> message.toLowerCase(Locale.ROOT);
            default ->
                    message.contains("end of stream")
                            ? "the server closed the connection"
                            : Printable.text(message);
        };
    }

    private static boolean isPassing(String reply) {
        return reply.startsWith("LOADING")
                || reply.startsWith("BUSY")
                || reply.startsWith("MASTERDOWN")
                || reply.startsWith("ERR max number of clients");
    }

    private Socket socket() {
        try {
            return address.socket() == null ? tcp() : new UnixSocket(address.socket());
        } catch (IOException | IllegalArgumentException e) {
            throw new JedisConnectionException(e);
        }
    }

    /** Tries the host's addresses in turn, as {@code localhost} may be two. */
    private Socket tcp() throws IOException {
        IOException last = new UnknownHostException(address.host());
        for (InetAddress host : InetAddress.getAllByName(address.host())) {
            Socket socket = new Socket();
            try {
                socket.setKeepAlive(true);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(REPLY_TIMEOUT_MILLIS);
                socket.connect(new InetSocketAddress(host, address.port()), CONNECT_TIMEOUT_MILLIS);
                Socket ready =
                        tls == null ? socket : tls.over(socket, address.host(), address.port());
                ready.setSoTimeout(REPLY_TIMEOUT_MILLIS);
                return ready;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }
}
