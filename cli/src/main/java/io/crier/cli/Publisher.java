package io.crier.cli;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Publishes over one connection, which it renews when it was lost. Any thread may publish. */
final class Publisher implements AutoCloseable {
    private final Connector connector;
    private final Backoff backoff;
    private @Nullable Connection connection;

    /**
     * Connects at once.
     *
     * @throws Failure when that is not possible
     */
    Publisher(Connector connector, Backoff backoff) {
        this.connector = connector;
        this.backoff = backoff;
        this.connection = connector.openNow();
    }

    /**
     * Publishes, again over a new connection when one is lost. A message whose answer got lost is
     * thus sent twice rather than never.
     *
     * @param attempts at least 1; the second follows the first at once, later ones wait
     * @param tell hears of a lost and of a regained connection
     * @return how many subscribers the server gave the message to
     * @throws Failure when the message was not published
     */
    synchronized long publish(byte[] channel, byte[] message, int attempts, Consumer<String> tell) {
        for (int attempt = 0; ; attempt++) {
            try {
                long receivers = publish(channel, message);
                if (attempt > 1) {
                    tell.accept("connected again to " + connector.address());
                }
                return receivers;
            } catch (JedisConnectionException e) {
                String lost =
                        "no connection to " + connector.address() + ": " + Connector.reason(e);
                close();
                if (attempt + 1 >= attempts) {
                    throw Failure.failed(lost);
                }
                if (attempt == 1) {
                    tell.accept(lost + "; trying again");
                }
                if (attempt > 0) {
                    await(backoff.before(attempt - 1));
                }
            }
        }
    }

    /**
     * How many clients are subscribed to the channel by name; -1 where the server does not tell.
     */
    synchronized long subscribers(byte[] channel) {
        try {
            Object reply =
                    connection()
                            .executeCommand(
                                    new CommandArguments(Protocol.Command.PUBSUB)
                                            .add("NUMSUB")
                                            .add(channel));
            return reply instanceof List<?> pair && pair.get(1) instanceof Long count ? count : -1;
        } catch (JedisDataException e) {
            return -1;
        } catch (JedisConnectionException e) {
            close();
            return -1;
        }
    }

    @Override
    public synchronized void close() {
        Connector.close(connection);
        connection = null;
    }

    private long publish(byte[] channel, byte[] message) {
        try {
            Object reply =
                    connection()
                            .executeCommand(
                                    new CommandArguments(Protocol.Command.PUBLISH)
                                            .add(channel)
                                            .add(message));
            if (reply instanceof Long receivers) {
                return receivers;
            }
            throw Failure.failed(connector.address() + " answered PUBLISH with " + reply);
        } catch (JedisDataException e) {
            throw Failure.failed(Printable.text(String.valueOf(e.getMessage())));
        }
    }

    private Connection connection() {
        if (connection == null) {
            connection = connector.open();
        }
        return connection;
    }

    private static void await(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.quiet(Failure.INTERRUPTED);
        }
    }
}
