package io.crier.server.command;

import java.util.function.IntSupplier;

/**
 * What INFO and HELLO tell of this server.
 *
 * @param version of Crier
 * @param runId 40 hexadecimal digits, new with each start
 * @param startedMillis since the epoch
 * @param tcpPort the port that it listens on now, 0 without one
 * @param transport which transport runs: io_uring, epoll or nio
 * @param loops number of event loops
 */
public record About(
        String version,
        String runId,
        long startedMillis,
        IntSupplier tcpPort,
        String transport,
        int loops) {
    /** The version of Redis whose behaviour is followed: clients choose what they send by it. */
    public static final String REDIS_VERSION = "7.2.0";
}
