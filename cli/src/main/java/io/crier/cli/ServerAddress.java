package io.crier.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is and how to enter.
 *
 * @param host name or address; not used with a socket
 * @param port TCP port, 1 to 65535
 * @param socket the server's Unix socket, instead of host and port
 * @param tls how to encrypt, or null for plain TCP
 * @param user null for the default user
 * @param password null when none is given
 */
record ServerAddress(
        String host,
        int port,
        @Nullable Path socket,
        @Nullable TlsFiles tls,
        @Nullable String user,
        @Nullable String password) {

    static final String DEFAULT_HOST = "127.0.0.1";
    static final int DEFAULT_PORT = 6379;

    ServerAddress {
        if (host.isBlank()) {
            throw Failure.usage("host: must not be empty");
        }
        if (port < 1 || port > 65535) {
            throw Failure.usage("port: 1 to 65535 is allowed, got " + port);
        }
    }

    /**
     * As {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://} for TLS.
     */
    static ServerAddress ofUri(String uri) {
        boolean tls = uri.startsWith("rediss://");
        if (!tls && !uri.startsWith("redis://")) {
            throw Failure.usage("URI: must begin with redis:// or rediss://");
        }
        String rest = uri.substring(uri.indexOf("//") + 2);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String entry = at < 0 ? "" : authority.substring(0, at);
        String place = authority.substring(at + 1);
        int colon = entry.indexOf(':');
        int portColon =
                place.lastIndexOf(':') > place.lastIndexOf(']') ? place.lastIndexOf(':') : -1;
        String host = portColon < 0 ? place : place.substring(0, portColon);
        return new ServerAddress(
                host.isEmpty() ? DEFAULT_HOST : host.replaceAll("^\\[|\\]$", ""),
                portColon < 0 ? DEFAULT_PORT : port(place.substring(portColon + 1)),
                null,
                tls ? TlsFiles.NONE : null,
                colon > 0 ? decoded(entry.substring(0, colon)) : null,
                // Without a colon it is the password alone, as redis-cli reads it.
                at < 0 ? null : decoded(entry.substring(colon + 1)));
    }

    private static int port(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw Failure.usage("URI: port 1 to 65535 is allowed, got '" + digits + "'");
        }
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("URI: user and password must be percent-encoded");
        }
    }

    /** For messages to the user; tells no password. */
    @Override
    public String toString() {
        if (socket != null) {
            return socket.toString();
        }
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
