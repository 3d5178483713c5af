package io.crier.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;

/** What a server tells about its process. */
final class ServerFacts {
    /** A server in a container tells a process id of another world, which seldom is as old. */
    private static final Duration TOLERANCE = Duration.ofSeconds(10);

    private ServerFacts() {}

    /**
     * Connects and asks for the server's process, as INFO tells it.
     *
     * @return null when it does not tell, or there is no such process here that is as old
     * @throws Failure when the server cannot be reached or refuses this client
     */
    static @Nullable Long pid(Connector connector) {
        Connection connection = connector.openNow();
        try {
            connection.sendCommand(Protocol.Command.INFO, "server");
            String info = new String(connection.getBinaryBulkReply(), StandardCharsets.UTF_8);
            long pid = number(info, "process_id:");
            Instant started = Instant.now().minusSeconds(number(info, "uptime_in_seconds:"));
            Optional<Instant> process =
                    ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant());
            return process.filter(start ->
                            Duration.between(start, started).abs().compareTo(TOLERANCE) < 0)
                            .isPresent()
                    ? pid
                    : null;
        } catch (JedisException | NumberFormatException e) {
            return null;
        } finally {
            Connector.close(connection);
        }
    }

    private static long number(String info, String field) {
        return Long.parseLong(
                info.lines()
                        .filter(line -> line.startsWith(field))
                        .map(line -> line.substring(field.length()).strip())
                        .findFirst()
                        .orElse(""));
    }
}
