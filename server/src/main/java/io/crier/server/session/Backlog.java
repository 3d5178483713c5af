package io.crier.server.session;

/**
 * What waits to be sent to one client.
 *
 * @param bytes all of it, with what its connection has taken and not sent yet
 * @param runs stretches of shared blocks, the length of Redis' output list
 * @param bytesMax the most that ever waited
 * @param inFlight bytes that its connection has taken and not sent yet
 */
public record Backlog(long bytes, int runs, long bytesMax, long inFlight) {}
