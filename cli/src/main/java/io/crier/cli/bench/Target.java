package io.crier.cli.bench;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * The server under load.
 *
 * @param address where it listens: resolved, or a Unix socket
 * @param http where it listens for HTTP, resolved; null when nothing is asked for there
 * @param label the address for messages to the user
 * @param tls makes a client's engine for each connection; null for plain connections
 * @param user null for the default user
 * @param password null when none is needed
 * @param pid the server's process when it runs on this machine, else null
 */
public record Target(
        SocketAddress address,
        @Nullable InetSocketAddress http,
        String label,
        @Nullable Supplier<SSLEngine> tls,
        @Nullable String user,
        @Nullable String password,
        @Nullable Long pid) {}
