package io.crier.server.conformance;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server together with the one connection by which the harness itself looks at it. */
final class Target implements AutoCloseable {

    /** The name of the harness's own connection, which {@link Mask#CLIENTS} leaves out. */
    static final String OBSERVER = "observer";

    private static final String PASSWORD_SETTING = "requirepass ";

    private final ServerUnderTest server;
    private final List<String> settings;
    private @Nullable Conversation observer;

    Target(ServerUnderTest server, List<String> settings) {
        this.server = server;
        this.settings = settings;
    }

    boolean isCrier() {
        return server.isCrier();
    }

    Conversation open() {
        try {
            return new Conversation(server.port());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Publishes by the observer, after everything that was answered before. */
    void publish(String channel, String payload) {
        ask("PUBLISH", channel, payload);
    }

    /** Waits until no client but the observer is connected. */
    void awaitNobodyElse() {
        awaitClients(list -> list.strip().lines().count() == 1);
    }

    /** Waits until the client with this address is gone. */
    void awaitGone(String address) {
        awaitClients(list -> !list.contains(" addr=" + address + " "));
    }

    private void awaitClients(Predicate<String> condition) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> condition.test(clientList()));
    }

    private String clientList() {
        var list = ask("CLIENT", "LIST");
        if (!list.isBlob()) {
            throw new AssertionError("the harness needs CLIENT LIST, but got " + list.text());
        }
        return list.text();
    }

    private Frame ask(String... command) {
        var reply = exchange(connected(), command);
        if (reply != null) {
            return reply;
        }
        // A transcript may have killed it.
        observer = null;
        return Objects.requireNonNull(exchange(connected(), command), "the observer's reply");
    }

    private static @Nullable Frame exchange(Conversation conversation, String... command) {
        conversation.send(Replay.encode(List.of(command)));
        return conversation.next();
    }

    private Conversation connected() {
        var current = observer;
        if (current == null) {
            current = open();
            for (var setting : settings) {
                if (setting.startsWith(PASSWORD_SETTING)) {
                    exchange(current, "AUTH", setting.substring(PASSWORD_SETTING.length()));
                }
            }
            exchange(current, "CLIENT", "SETNAME", OBSERVER);
            observer = current;
        }
        return current;
    }

    @Override
    public void close() {
        if (observer != null) {
            observer.close();
        }
        server.close();
    }
}
