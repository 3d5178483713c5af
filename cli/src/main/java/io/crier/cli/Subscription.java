package io.crier.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A subscription to channels and patterns that outlives its connections: when one is lost it
 * connects and subscribes again, as long as nobody ends it.
 */
final class Subscription {
    static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int CHANGE_TIMEOUT_SECONDS = 10;

    /** Hears of everything on the thread that runs the subscription. */
    interface Listener {
        /** A message, from a channel or through a pattern. */
        void message(byte[] channel, byte[] message);

        /** Everything is subscribed, for the first time. */
        void subscribed();

        /** The connection is gone, for this reason; new attempts follow until one succeeds. */
        void lost(String reason);

        /** Everything is subscribed again; what was published since the loss is gone. */
        void regained();
    }

    private final Connector connector;
    private final Backoff backoff;
    private final Duration heartbeat;
    private final Listener listener;
    private final Set<String> patterns;
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile Set<String> channels;
    private volatile @Nullable Change change;
    private volatile @Nullable Session session;

    // Only the running thread's.
    private boolean everSubscribed;
    private boolean lost;
    private int attempts;

    Subscription(
            Connector connector,
            Backoff backoff,
            Duration heartbeat,
            Set<String> channels,
            Set<String> patterns,
            Listener listener) {
        this.connector = connector;
        this.backoff = backoff;
        this.heartbeat = heartbeat;
        this.channels = Set.copyOf(channels);
        this.patterns = Set.copyOf(patterns);
        this.listener = listener;
    }

    /**
     * Subscribes and delivers until somebody ends it.
     *
     * @throws Failure when the first connection fails, or the server refuses this client
     */
    void run() {
        Connection connection = connector.openNow();
        while (connection != null) {
            try {
                listen(connection);
                return;
            } catch (JedisConnectionException e) {
                if (hasEnded()) {
                    return;
                }
                if (!lost) {
                    lost = true;
                    listener.lost(Connector.reason(e));
                }
                settle(null);
            } catch (JedisDataException e) {
                String refusal = Printable.text(String.valueOf(e.getMessage()));
                if (!settle(refusal)) {
                    throw Failure.failed(connector.address() + " refused: " + refusal);
                }
            } finally {
                session = null;
                Connector.close(connection);
            }
            connection = reconnect();
        }
    }

    /** Unsubscribes from everything, which makes {@link #run} return. Any thread may call it. */
    void end() {
        ended.countDown();
        Session current = session;
        if (current != null) {
            current.leave();
        }
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /**
     * Subscribes to some channels, then leaves others; while there is no connection this is noted
     * for the next one. Not for the running thread.
     *
     * @return why the server refused, in which case everything is as before; or null
     */
    @Nullable String replace(Set<String> leave, Set<String> enter) {
        Set<String> before = channels;
        Set<String> after = new LinkedHashSet<>(before);
        after.removeAll(leave);
        after.addAll(enter);
        Change next = new Change(before, after);
        change = next;
        channels = Set.copyOf(after);
        Session current = session;
        if (current == null) {
            change = null;
            return null;
        }
        return current.replace(leave, enter) ? next.await() : null;
    }

    private void listen(Connection connection) {
        Session current = new Session();
        session = current;
        if (channels.isEmpty()) {
            current.proceedWithPatterns(connection, bytes(patterns));
        } else {
            current.proceed(connection, bytes(channels));
        }
    }

    /** Null when the subscription was ended meanwhile. */
    private @Nullable Connection reconnect() {
        while (!await(attempts == 0 ? Duration.ZERO : backoff.before(attempts - 1))) {
            attempts++;
            try {
                return connector.open();
            } catch (JedisConnectionException e) {
                // The user knows since the loss, and hears again when it is over.
            }
        }
        return null;
    }

    private boolean await(Duration wait) {
        try {
            return ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void subscribed() {
        attempts = 0;
        if (lost) {
            lost = false;
            listener.regained();
        } else if (!everSubscribed) {
            everSubscribed = true;
            Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);
            listener.subscribed();
        }
    }

    /** Lets a connection that died without a sign be noticed by its silence. */
    private void beat() {
        while (!await(heartbeat)) {
            Session current = session;
            if (current != null) {
                current.beat();
            }
        }
    }

    /** Ends a change that was under way, undoing it if it was refused; false if there was none. */
    private boolean settle(@Nullable String refusal) {
        Change current = change;
        change = null;
        if (current == null) {
            return false;
        }
        if (refusal != null) {
            channels = current.before();
        }
        current.done(refusal);
        return true;
    }

    private static byte[][] bytes(Set<String> names) {
        List<byte[]> all = new ArrayList<>();
        for (String name : names) {
            all.add(name.getBytes(StandardCharsets.UTF_8));
        }
        return all.toArray(byte[][]::new);
    }

    /** A change of channels that waits for the server's word. */
    private static final class Change {
        private final Set<String> before;
        private final int size;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile @Nullable String refusal;

        Change(Set<String> before, Set<String> after) {
            this.before = before;
            this.size = after.size();
        }

        Set<String> before() {
            return before;
        }

        int size() {
            return size;
        }

        void done(@Nullable String why) {
            refusal = why;
            done.countDown();
        }

        @Nullable String await() {
            try {
                return done.await(CHANGE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        ? refusal
                        : "no answer in time";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "interrupted";
            }
        }
    }

    /** The subscription on one connection. */
    private final class Session extends BinaryJedisPubSub {
        private final int expected = channels.size() + patterns.size();
        private boolean patternsSent = channels.isEmpty();
        private boolean complete;

        @Override
        public void onMessage(byte[] channel, byte[] message) {
            if (!hasEnded()) {
                listener.message(channel, message);
            }
        }

        @Override
        public void onPMessage(byte[] pattern, byte[] channel, byte[] message) {
            onMessage(channel, message);
        }

        @Override
        public void onSubscribe(byte[] channel, int count) {
            if (!patternsSent && !patterns.isEmpty()) {
                patternsSent = true;
                psubscribe(bytes(patterns));
            }
            confirm(count);
        }

        @Override
        public void onPSubscribe(byte[] pattern, int count) {
            confirm(count);
        }

        @Override
        public void onUnsubscribe(byte[] channel, int count) {
            Change current = change;
            if (current != null && count == current.size() + patterns.size()) {
                settle(null);
            }
        }

        void leave() {
            try {
                if (!channels.isEmpty()) {
                    unsubscribe();
                }
                if (!patterns.isEmpty()) {
                    punsubscribe();
                }
            } catch (JedisException e) {
                // Not yet subscribed, which confirm() sees; or the connection is gone anyway.
                return;
            }
        }

        /** False when the connection is gone: the next one starts with the new channels. */
        boolean replace(Set<String> leave, Set<String> enter) {
            try {
                subscribe(bytes(enter));
                unsubscribe(bytes(leave));
                return true;
            } catch (JedisException e) {
                return false;
            }
        }

        void beat() {
            try {
                ping();
            } catch (JedisException e) {
                // The reading thread finds the same and reconnects.
                return;
            }
        }

        private void confirm(int count) {
            if (!complete && count == expected) {
                complete = true;
                subscribed();
                if (hasEnded()) {
                    leave();
                }
            }
        }
    }
}
