package io.crier.server.session;

/**
 * Who is at the other end.
 *
 * @param address {@code ip:port}, or {@code path:0} for a Unix socket
 * @param localAddress where it connected to, in the same form
 * @param fd the descriptor of its socket, -1 where there is none
 * @param unixSocket whether it came through the Unix socket
 */
public record Peer(String address, String localAddress, int fd, boolean unixSocket) {}
