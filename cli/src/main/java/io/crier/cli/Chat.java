package io.crier.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One person's chat: a global channel and the channel of one alliance. One thread gives it lines,
 * another runs its subscription.
 */
final class Chat implements Subscription.Listener, AutoCloseable {
    static final String GLOBAL = "global";

    private static final String ALLIANCE = "alliance:";
    private static final int ATTEMPTS = 2;
    private static final int PENDING_MAX = 1_000;
    private static final int LEAVE_SECONDS = 2;

    /** A line on its way: sent, and not yet come back through the subscription. */
    private record Sent(String channel, String text) {}

    private final String name;
    private final Connector connector;
    private final ChatScreen screen;
    private final Publisher publisher;
    private final Presence presence;
    private final Subscription subscription;
    private final Deque<Sent> pending = new ArrayDeque<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile String alliance;
    private volatile @Nullable Failure failure;

    /**
     * Connects and subscribes.
     *
     * @throws Failure when that is not possible
     */
    Chat(String name, String alliance, Connector connector, Backoff backoff, ChatScreen screen) {
        this.name = name;
        this.alliance = alliance;
        this.connector = connector;
        this.screen = screen;
        this.publisher = new Publisher(connector, backoff);
        this.presence = new Presence(name, publisher);
        this.subscription =
                new Subscription(
                        connector,
                        backoff,
                        Subscription.HEARTBEAT,
                        Set.of(
                                GLOBAL,
                                Presence.control(GLOBAL),
                                channel(alliance),
                                Presence.control(channel(alliance)),
                                presence.answers()),
                        Set.of(),
                        this);
    }

    /** Subscribes, and returns when everything sent from now on will arrive. */
    void start() {
        Thread.ofPlatform().daemon().name("chat").start(this::listen);
        try {
            started.await();
        } catch (InterruptedException e) {
            throw Failure.quiet(Failure.INTERRUPTED);
        }
        check();
        screen.notice("global and alliance " + alliance + "; /help tells what you can do");
        screen.alliance(alliance);
    }

    /**
     * Takes one line: text for the alliance or a command.
     *
     * @return false when it ends the chat
     * @throws Failure when the chat has ended because the server refused it
     */
    boolean line(String line) {
        check();
        String text = line.strip();
        int blank = text.indexOf(' ');
        String word = blank < 0 ? text : text.substring(0, blank);
        String rest = blank < 0 ? "" : text.substring(blank + 1).strip();
        if (text.startsWith("//")) {
            send(channel(alliance), text.substring(1));
            return true;
        }
        if (!text.startsWith("/")) {
            send(channel(alliance), text);
            return true;
        }
        switch (word) {
            case "/g" -> send(GLOBAL, rest);
            case "/alliance" -> change(rest);
            case "/who" -> who();
            case "/help" -> help();
            case "/quit" -> {
                return false;
            }
            default -> screen.notice("unknown command " + Printable.text(word) + "; try /help");
        }
        return true;
    }

    /** Unsubscribes and leaves; the server knows before this returns, unless it is gone. */
    @Override
    public void close() {
        subscription.end();
        try {
            if (!stopped.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
                screen.notice("left without the server's word");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }

    /**
     * The reason for which the chat ended on its own.
     *
     * @throws Failure that reason, if there is one
     */
    void check() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void message(byte[] channel, byte[] message) {
        String where = new String(channel, StandardCharsets.UTF_8);
        if (!presence.take(where, message)) {
            String place = where.equals(GLOBAL) ? GLOBAL : where.substring(ALLIANCE.length());
            screen.message(place, message, isOwn(where, message));
        }
    }

    @Override
    public void subscribed() {
        started.countDown();
    }

    @Override
    public void lost(String reason) {
        synchronized (pending) {
            pending.clear();
        }
        screen.notice(
                "lost the connection to " + connector.address() + ": " + reason + "; trying again");
    }

    @Override
    public void regained() {
        screen.notice("connected again; what was written meanwhile did not arrive");
    }

    private void listen() {
        try {
            subscription.run();
        } catch (Failure e) {
            failure = e;
            screen.ended();
        } finally {
            started.countDown();
            stopped.countDown();
        }
    }

    private void send(String channel, String text) {
        if (text.isEmpty()) {
            return;
        }
        String signed = name + ": " + text;
        Sent sent = new Sent(channel, signed);
        synchronized (pending) {
            if (pending.size() < PENDING_MAX) {
                pending.add(sent);
            }
        }
        try {
            long receivers =
                    publisher.publish(
                            channel.getBytes(StandardCharsets.UTF_8),
                            signed.getBytes(StandardCharsets.UTF_8),
                            ATTEMPTS,
                            screen::notice);
            if (receivers == 0) {
                forget(sent);
                screen.notice("nobody heard: " + Printable.text(text));
            }
        } catch (Failure e) {
            forget(sent);
            screen.notice("not sent: " + Printable.text(text) + " (" + e.getMessage() + ")");
        }
    }

    private boolean isOwn(String channel, byte[] message) {
        return forget(new Sent(channel, new String(message, StandardCharsets.UTF_8)));
    }

    private boolean forget(Sent sent) {
        synchronized (pending) {
            return pending.removeFirstOccurrence(sent);
        }
    }

    private void change(String next) {
        try {
            Name.alliance(next);
        } catch (Failure e) {
            screen.notice(String.valueOf(e.getMessage()));
            return;
        }
        if (next.equals(alliance)) {
            screen.notice("you are in alliance " + next);
            return;
        }
        String from = channel(alliance);
        String to = channel(next);
        String refusal =
                subscription.replace(
                        Set.of(from, Presence.control(from)), Set.of(to, Presence.control(to)));
        if (refusal == null) {
            screen.notice("left alliance " + alliance + ", joined alliance " + next);
            alliance = next;
            screen.alliance(next);
        } else {
            screen.notice("still in alliance " + alliance + ": " + refusal);
        }
    }

    private void who() {
        try {
            screen.notice("alliance " + alliance + ": " + presence.who(channel(alliance)));
            screen.notice("global: " + presence.who(GLOBAL));
        } catch (Failure e) {
            screen.notice("cannot ask who is here: " + e.getMessage());
        }
    }

    private void help() {
        screen.notice("TEXT          to your alliance (//TEXT if it begins with a slash)");
        screen.notice("/g TEXT       to everybody");
        screen.notice("/alliance A   change over to alliance A");
        screen.notice("/who          who is here");
        screen.notice("/quit         leave");
    }

    private static String channel(String alliance) {
        return ALLIANCE + alliance;
    }
}
